"""The folder with papers, and the scanner, of this application."""

from __future__ import annotations

from flask import Flask, current_app

from portal.messages.scanner import Clamd
from portal.messages.storage import Files
from portal.settings import Settings


def files() -> Files:
    """Where this application keeps papers."""
    found: Files = current_app.extensions["portal_files"]
    return found


def is_scanned() -> bool:
    """Whether papers wait for a scanner before they can be opened."""
    return bool(current_app.config["PORTAL"].clamd_url)


def files_of(settings: Settings) -> Files:
    """The same for a command."""
    return Files(settings.files_folder, settings.secret_key)


def clamd_of(settings: Settings) -> Clamd | None:
    """The scanner; None when there is none."""
    return Clamd.at(settings.clamd_url) if settings.clamd_url else None


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["portal_files"] = files_of(settings)
