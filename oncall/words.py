"""Where the words are: every sentence that anyone reads or hears lives in `templates/`."""

from pathlib import Path


def templates_folder() -> Path:
    """The folder of all templates: at the top of the project, or inside the installed package."""
    package = Path(__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
