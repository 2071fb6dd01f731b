"""Plain words for subjects of messages, and for what cannot be sent as it is."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask, g

from portal import clock
from portal.i18n import gettext as _
from portal.i18n import language
from portal.messages import about, subjects
from portal.messages.responsible import Responsible
from portal.municipality import wording as of_the_municipality

APART = "\u2068{}\u2069"
"""A name kept apart from the words around it where no tag may stand (Unicode's first strong isolate)."""


def message_subject(key: str) -> str:
    """What a message is about, as a choice and as a label: «Pengar». Made once a page."""
    said: dict[tuple[str, str], str] = g.setdefault("message_subjects", {})
    wanted = language().code, key
    if wanted not in said:
        said[wanted] = _subject(key)
    return said[wanted]


def _subject(key: str) -> str:
    words: dict[str, str] = {
        # NOTE: What a message is about: a meeting. A choice in a list.
        subjects.MEETING: _("Ett möte"),
        # NOTE: What a message is about: anything else. The last choice in a list.
        subjects.OTHER: _("Något annat"),
        # NOTE: What a message is about: she wants another contact person. A label.
        subjects.NEW_CONTACT: _("Byta kontaktperson"),
        # NOTE: A label on a message in which she says that something here is wrong.
        subjects.CORRECTION: _("Något som är fel"),
    }
    said = words.get(key) or of_the_municipality.subject(key).striptags()
    return said[:1].upper() + said[1:]


def subject_and_reader(key: str, who: Responsible) -> str:
    """A choice that says who reads it: «Pengar – Karin Berg», or whoever answers while she is away."""
    return (
        f"{message_subject(key)} – {APART.format(who.now.name)}"
        if who.now
        else message_subject(key)
    )


def message_about(kept: str) -> str:
    """Where she thinks that something is wrong, as it stands on the message."""
    words = {
        about.PLAN: _("Om din plan"),
        # NOTE: She thinks that something is wrong in the list of people around her.
        about.PEOPLE: _("Om personerna runt dig"),
        about.ACCESS_LOG: _("Om vem som har läst om dig"),
    }
    return words.get(kept) or _("Om ett meddelande från oss")


def on_day(moment: datetime) -> date:
    """The day of a moment, on the wall in Sweden."""
    return clock.local(moment).date()


def message_trouble(reason: str) -> str:
    """What to do about a message that cannot be sent as it is."""
    words = {
        "missing": _("Skriv något först."),
        "ended": _("Du kan inte skriva här längre. Ring om du behöver hjälp."),
        "too-long": _("Det blev för långt. Skriv lite kortare, eller skicka det i två delar."),
    }
    return words[reason]


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        message_subject=message_subject,
        subject_and_reader=subject_and_reader,
        message_trouble=message_trouble,
        message_about=message_about,
        on_day=on_day,
    )
