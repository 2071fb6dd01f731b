"""Her own pages as staff look at them: the very same templates, in her language, with nothing that can be pressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import g
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal import clock, i18n
from portal.caseload.whole import last_here_at, last_visit_began
from portal.environments import render
from portal.home.screen import screen
from portal.i18n import Language
from portal.people.models import Participant
from portal.plan.shown_plan import shown_plan

FRAME = "caseload/_hers.html"
"""In place of the participant's frame: only the page itself, without header, menu and scripts."""

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
"""A tag of ours. What people wrote holds none: there, `<` and `>` are escaped."""
LEADS_SOMEWHERE = re.compile(r"\s(?:href|target|(?:hx|data-portal)-[a-z-]+)(?:=\"[^\"]*\")?")
NAMES_A_PLACE = re.compile(r"\s(id|for|aria-labelledby|aria-describedby)=\"(?=[^\"])")
PRESSED = {"button", "input", "textarea", "select"}


def shown(db: Session, participant: Participant, which: str, *, today: date) -> Markup:
    """Her home or her plan, in her language, without links, forms and buttons that do anything."""
    if which == "plan":
        visit = last_visit_began(db, participant)
        context = shown_plan(db, participant, today=today, visit=visit) | {"qr": ""}
    else:
        since = last_here_at(db, participant)
        context = {
            "screen": screen(db, participant, now=clock.now(), since=since),
            "participant": participant,
        }
    with _read_in(language_of(participant)):
        return _inert(_rendered(f"{which}/show.html", context))


def language_of(participant: Participant) -> Language:
    """The language in which she reads the portal."""
    known = i18n.languages()
    wishes = (participant.chosen_language, participant.language)
    return known[next((wish for wish in wishes if wish in known), i18n.SOURCE)]


def _rendered(template: str, context: dict[str, Any]) -> str:
    return i18n.once_a_page(render(template, {**context, "frame": FRAME}))


def _inert(html: str) -> Markup:
    return Markup(TAG.sub(_harmless, html))  # noqa: S704 (a page of ours, rendered with everything in it escaped)


def _harmless(found: re.Match[str]) -> str:
    """The same tag as something to look at only; its names are its own on the page around it."""
    slash, name, rest = found.groups()
    if name == "form" or (name == "input" and 'type="hidden"' in rest):
        return ""
    rest = NAMES_A_PLACE.sub(r' \1="hers-', LEADS_SOMEWHERE.sub("", rest))
    if name in PRESSED and not slash:
        rest = f" disabled{rest}"
    return f"<{slash}{'h2' if name == 'h1' else name}{rest}>"


@contextmanager
def _read_in(language: Language) -> Iterator[None]:
    """Make everything in the block speak that language; the page around it keeps its own."""
    before = i18n.language()
    g.language = language
    try:
        yield
    finally:
        g.language = before
