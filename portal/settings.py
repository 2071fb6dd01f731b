"""The settings of an installation: from the environment (prefix `PORTAL_`) and a `.env` file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from sqlalchemy.engine import make_url

from portal import notice_settings
from portal.notice_settings import NoticeSettings

DEFAULT_DATABASE = "sqlite:///instance/portal.db"
SHORTEST_SECRET = 32
FEWEST_SIGNS = 8
"""A random secret has at least so many different signs; `xxxx…` has one."""
HERE = frozenset({"127.0.0.1", "localhost"})
"""This machine itself: what goes there needs no HTTPS."""


class SettingsWrong(Exception):
    """Settings are missing or wrong; each argument is a line that says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """What an installation is told from outside. No secret has a default."""

    secret_key: str
    database_url: str = DEFAULT_DATABASE
    base_url: str = "http://127.0.0.1:8000"
    is_demo: bool = False
    trusted_proxies: int = 0
    """How many proxies stand in front and set X-Forwarded-For; with 0 it is not believed."""
    translate_url: str | None = None
    """The municipality's own machine translator (LibreTranslate's interface); None: there is none."""
    translate_key: str = ""
    notices: NoticeSettings = field(default_factory=NoticeSettings)
    files: Path | None = None
    """The folder with the papers that people send; None: beside the database, or in `instance/`."""
    clamd_url: str | None = None
    """Where a virus scanner listens (clamd's protocol); None: there is none."""

    @property
    def files_folder(self) -> Path:
        return self.files or usual_files(self.database_url)

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def from_environment() -> Settings:
    """Read the settings for a real installation, or raise `SettingsWrong` with one line a fault."""
    values = {**dotenv_values(Path(".env")), **os.environ}
    faults = [*_secret_faults(values.get("PORTAL_SECRET_KEY") or ""), *_address_faults(values)]
    proxies = values.get("PORTAL_TRUSTED_PROXIES") or "0"
    if not proxies.isdigit():
        faults.append("PORTAL_TRUSTED_PROXIES: say how many proxies stand in front, as a number")
    faults += _translation_faults(values) + _scanner_faults(values)
    address = (values.get("PORTAL_BASE_URL") or "").rstrip("/")
    notices, notice_faults = notice_settings.read(values, address)
    faults += notice_faults
    if faults:
        raise SettingsWrong(*faults)
    return Settings(
        secret_key=values["PORTAL_SECRET_KEY"] or "",
        database_url=database_url(),
        base_url=address,
        trusted_proxies=int(proxies),
        translate_url=(values.get("PORTAL_TRANSLATE_URL") or "").rstrip("/") or None,
        translate_key=values.get("PORTAL_TRANSLATE_KEY") or "",
        notices=notices,
        files=Path(folder) if (folder := values.get("PORTAL_FILES")) else None,
        clamd_url=values.get("PORTAL_CLAMD_URL") or None,
    )


def database_url() -> str:
    """Where the data are: `PORTAL_DATABASE_URL`, else a SQLite file in `instance/`."""
    values = {**dotenv_values(Path(".env")), **os.environ}
    return values.get("PORTAL_DATABASE_URL") or DEFAULT_DATABASE


def usual_files(url: str) -> Path:
    """Where papers lie when no setting says otherwise: beside a SQLite database, else in `instance/`."""
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite" and address.database not in {
        None,
        "",
        ":memory:",
    }
    return (Path(address.database or "").parent if is_file else Path("instance")) / "files"


def files_folder() -> Path:
    """Where papers lie, for commands that need no other settings."""
    values = {**dotenv_values(Path(".env")), **os.environ}
    folder = values.get("PORTAL_FILES")
    return Path(folder) if folder else usual_files(database_url())


def base_url() -> str | None:
    """The address that people open, as `PORTAL_BASE_URL` says it; None when it is not set."""
    values = {**dotenv_values(Path(".env")), **os.environ}
    return (values.get("PORTAL_BASE_URL") or "").rstrip("/") or None


def _translation_faults(values: Mapping[str, str | None]) -> list[str]:
    """What is wrong with the address of the machine translator; people's texts travel on it."""
    address = values.get("PORTAL_TRANSLATE_URL") or ""
    if not address:
        return []
    try:
        parts = urlsplit(address)
        is_here = parts.scheme == "http" and parts.hostname in HERE and parts.port != 0
    except ValueError:
        return ["PORTAL_TRANSLATE_URL: is no address"]
    if not (parts.hostname and (parts.scheme == "https" or is_here)):
        return ["PORTAL_TRANSLATE_URL: must begin with https:// (people's texts travel on it)"]
    if parts.username or parts.query or parts.fragment:
        return ["PORTAL_TRANSLATE_URL: only the address; a key stands in PORTAL_TRANSLATE_KEY"]
    return []


def _scanner_faults(values: Mapping[str, str | None]) -> list[str]:
    address = values.get("PORTAL_CLAMD_URL") or ""
    try:
        parts = urlsplit(address)
        is_path = parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc
        is_place = parts.scheme == "tcp" and parts.hostname and parts.port != 0
    except ValueError:
        return ["PORTAL_CLAMD_URL: is no address"]
    if address and not (is_path or is_place):
        return ["PORTAL_CLAMD_URL: must be unix:///path or tcp://host:port"]
    return []


def _secret_faults(secret: str) -> list[str]:
    if not secret:
        return ["PORTAL_SECRET_KEY: is missing; make one with: openssl rand -hex 32"]
    is_simple = len(set(secret)) < FEWEST_SIGNS or re.search("change.?me", secret, re.IGNORECASE)
    if len(secret) < SHORTEST_SECRET or is_simple:
        return [
            f"PORTAL_SECRET_KEY: is too short or too simple; at least {SHORTEST_SECRET} characters,"
            " make one with: openssl rand -hex 32"
        ]
    return []


def _address_faults(values: dict[str, str | None]) -> list[str]:
    address = values.get("PORTAL_BASE_URL") or ""
    if not address:
        return [
            "PORTAL_BASE_URL: is missing; the address that people open, like https://portal.example.org"
        ]
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in HERE
    if not (parts.hostname and (parts.scheme == "https" or is_here)):
        return ["PORTAL_BASE_URL: must begin with https:// (people's plans travel on it)"]
    return []
