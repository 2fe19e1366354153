"""The network's own words, which live in `templates/practice/` like all words that people meet."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


def templates_folder() -> Path:
    """Where the templates are: at the top of a checkout, or inside the package of a wheel."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


@cache
def _environment() -> Environment:
    folder = FileSystemLoader(templates_folder())
    return Environment(loader=folder, autoescape=select_autoescape(), undefined=StrictUndefined)


def spoken(name: str, **values: object) -> str:
    """One of the network's own lines, by the name of its template."""
    return _environment().get_template(f"practice/{name}.txt").render(**values).strip()


def apology() -> str:
    """What a caller hears when neither the service nor its fallback answered."""
    return spoken("apology")
