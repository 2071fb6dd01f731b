"""What a phone is told when it puts the portal on its home screen: a name and a picture that say nothing."""

from __future__ import annotations

from portal.i18n import Language
from portal.i18n import gettext as _
from portal.static_files import asset

PAPER = "#fbfaf7"
"""`--paper` of portal.css in daylight."""


def manifest(language: Language) -> dict[str, object]:
    """The web app manifest (W3C) in one language."""
    name = _("Min väg")
    return {
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": language.code,
        "dir": language.dir,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "icons": [
            _icon("icon.svg", "image/svg+xml", "any"),
            _icon("icon-192.png", "image/png", "192x192"),
            _icon("icon-512.png", "image/png", "512x512"),
            _icon("icon-maskable.png", "image/png", "512x512", purpose="maskable"),
        ],
    }


def _icon(name: str, kind: str, sizes: str, purpose: str = "any") -> dict[str, str]:
    return {"src": asset(name), "type": kind, "sizes": sizes, "purpose": purpose}
