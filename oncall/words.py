"""Every sentence that anyone reads or hears lives in `templates/`; this finds it and says it."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def templates_folder() -> Path:
    """The folder of all templates: at the top of the project, or inside the installed package."""
    package = Path(__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def say(name: str, /, **values: object) -> str:
    """The words of `templates/<name>.txt` with `values` filled in, on one line."""
    return " ".join(_plain().get_template(f"{name}.txt").render(values).split())


def say_lines(name: str, /, **values: object) -> str:
    """The words of `templates/<name>.txt` with `values` filled in, line by line as they stand."""
    return _plain().get_template(f"{name}.txt").render(values)


@cache
def _plain() -> Environment:
    """Plain text for voices and texts: there is nothing to escape in it."""
    return Environment(  # noqa: S701
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
