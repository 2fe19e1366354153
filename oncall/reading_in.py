"""Reading the program in without looking for garbage meanwhile: a process then starts a quarter sooner."""

import gc
from importlib import import_module
from types import ModuleType


def read_in(module: str) -> ModuleType:
    """A module, with all that it needs. It lasts as long as the process: it is not looked over again."""
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()
