"""The pictures by which somebody knows her place on a shared phone; they say nothing about who she is."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

PICTURES = {
    # NOTE: The name of a picture, by which she knows her place on a phone that several people use. So are the next.
    "sun": ("🌞", _("sol")),
    "tree": ("🌳", _("träd")),
    "flower": ("🌼", _("blomma")),
    "boat": ("⛵", _("båt")),
    "bicycle": ("🚲", _("cykel")),
    "fish": ("🐟", _("fisk")),
    "bird": ("🐦", _("fågel")),
    "butterfly": ("🦋", _("fjäril")),
    "apple": ("🍎", _("äpple")),
    # NOTE: The name of a picture: a cup of coffee.
    "cup": ("☕", _("kopp")),
    "star": ("⭐", _("stjärna")),
    # NOTE: The name of a picture: a key that opens a door.
    "key": ("🔑", _("nyckel")),
}


def first_free(taken: Iterable[str | None]) -> str:
    """A picture that nobody on this phone has, for somebody who chose none."""
    used = set(taken)
    return next((key for key in PICTURES if key not in used), "sun")
