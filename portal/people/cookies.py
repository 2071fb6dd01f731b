"""What her browser keeps for us: the signed session cookie, and the phone's own secrets."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import timedelta

from flask import Response, current_app, request, session

from portal.people.devices import MOST_ON_ONE_PHONE
from portal.settings import Settings

DEVICE_LIVES = timedelta(days=400)  # browsers keep no cookie longer
LANGUAGE_LIVES = timedelta(days=365)
TOKEN = re.compile(r"[0-9a-f]{64}")


def secret_key() -> str:
    """The installation's secret."""
    return str(current_app.config["SECRET_KEY"])


def browser() -> str:
    """A random secret of this browser until somebody signs in, so that a form sent twice is known as the same."""
    if "browser" not in session:
        session["browser"] = secrets.token_urlsafe(16)
    return str(session["browser"])


def is_known_browser() -> bool:
    """Whether this browser has brought a secret that it was given before: one that keeps no cookies never does."""
    return "browser" in session


def enter(token: str) -> None:
    """Begin the browser's session anew for the person signed in: nothing from before goes with it (ASVS 5.0, 7.2.4)."""
    session.clear()
    session["_user_id"] = token


def leave() -> None:
    """The browser's session holds nothing any more."""
    session.clear()


def device_tokens() -> list[str]:
    """The secrets of the people whose phone this is."""
    kept = request.cookies.get(_device_cookie(), "").split(".")
    return [token for token in kept if TOKEN.fullmatch(token)][:MOST_ON_ONE_PHONE]


def keep_devices(response: Response, tokens: Iterable[str]) -> None:
    """Let the phone remember these people, the newest first; with none left the cookie goes."""
    kept = ".".join(list(dict.fromkeys(tokens))[:MOST_ON_ONE_PHONE])
    if kept:
        _set(response, _device_cookie(), kept, DEVICE_LIVES)
    else:
        _drop(response, _device_cookie())


def keep_language(response: Response, code: str | None) -> None:
    """Let the phone remember the language for a year; or forget it."""
    if code:
        _set(response, "language", code, LANGUAGE_LIVES)
    else:
        _drop(response, "language")


def kiosk() -> str:
    """Which round of the user panel a unit's tablet is for, signed (`portal.feedback.kiosk`); empty elsewhere."""
    return request.cookies.get(_kiosk_cookie(), "")


def keep_kiosk(response: Response, kept: str | None) -> None:
    """Make this browser such a tablet; or a browser as any other."""
    if kept:
        _set(response, _kiosk_cookie(), kept, DEVICE_LIVES)
    else:
        _drop(response, _kiosk_cookie())


def clear_site_data(response: Response, *what: str) -> None:
    """Ask the browser to throw away what it has of ours: "cache", and when the phone is forgotten more than that."""
    response.headers["Clear-Site-Data"] = ", ".join(f'"{kind}"' for kind in what)


def _set(response: Response, name: str, value: str, lives: timedelta) -> None:
    response.set_cookie(
        name, value, max_age=lives, secure=_is_https(), httponly=True, samesite="Lax", path="/"
    )


def _drop(response: Response, name: str) -> None:
    response.delete_cookie(name, secure=_is_https(), httponly=True, samesite="Lax")


def _kiosk_cookie() -> str:
    return "__Host-kiosk" if _is_https() else "kiosk"


def _device_cookie() -> str:
    return "__Host-device" if _is_https() else "device"


def _is_https() -> bool:
    settings: Settings = current_app.config["PORTAL"]
    return settings.is_https
