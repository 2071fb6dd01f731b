"""Where templates, static files and translations lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def _place(name: str) -> Path:
    beside = PACKAGE.parent / name
    return (
        beside
        if (PACKAGE.parent / "pyproject.toml").is_file() and beside.is_dir()
        else PACKAGE / name
    )


TEMPLATES = _place("templates")
STATIC = _place("static")
TRANSLATIONS = _place("translations")
DEMO = PACKAGE / "demo"
MIGRATIONS = PACKAGE / "migrations"
FONTS = PACKAGE / "fonts"
