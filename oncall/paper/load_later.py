"""What WeasyPrint loads at once for fonts of which ours have nothing: loaded when such a font comes."""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

SELDOM = {
    "fontTools.subset": ("Options", "Subsetter"),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""Modules for cutting fonts without HarfBuzz and for fonts with axes, and what is called of each."""


def load_later() -> None:
    """Put in the place of each module one that loads it at the first call, if there is any."""
    if find_spec("fontTools") is None:
        return
    for name, calls in SELDOM.items():
        if name not in sys.modules:
            later = ModuleType(name)
            vars(later).update({call: _Call(name, call) for call in calls})
            sys.modules[name] = later


class _Call:
    """A function of a module that is loaded when it is called."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *given: Any, **named: Any) -> Any:
        if isinstance(vars(sys.modules[self._module]).get(self._name), _Call):
            del sys.modules[self._module]
        return getattr(import_module(self._module), self._name)(*given, **named)
