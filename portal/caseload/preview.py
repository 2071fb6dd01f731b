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

from portal import i18n
from portal.caseload.whole import last_here_at
from portal.environments import render
from portal.home.screen import screen
from portal.i18n import Language
from portal.people.models import Participant
from portal.plan.shown_plan import shown_plan

FRAME = "caseload/_hers.html"
"""In place of the participant's frame: only the page itself, without header, menu and scripts."""

INERT = (
    (re.compile(r"</?form\b[^>]*>|<input\b[^>]*type=\"?hidden\b[^>]*>"), ""),
    (re.compile(r"<(button|input|textarea|select)\b"), r"<\1 disabled"),
    (re.compile(r"(<a\b[^>]*?)\s(?:href|target)=\"[^\"]*\""), r"\1"),
    (re.compile(r"\s(?:hx|data-portal)-[a-z-]+(?:=\"[^\"]*\")?"), ""),
    (re.compile(r"\s(id|for|aria-labelledby|aria-describedby)=\"(?=[^\"])"), r' \1="hers-'),
    (re.compile(r"<(/?)h1\b"), r"<\1h2"),
)
"""What makes a page of ours something to look at only. Texts of people cannot be touched: there, `<` is escaped."""


def shown(db: Session, participant: Participant, which: str, *, today: date) -> Markup:
    """Her home or her plan, in her language, without links, forms and buttons that do anything."""
    if which == "plan":
        context = shown_plan(db, participant, today=today) | {"qr": ""}
    else:
        since = last_here_at(db, participant)
        context = {
            "screen": screen(db, participant, today=today, since=since),
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
    for what, instead in INERT:
        html = what.sub(instead, html)
    return Markup(html)  # noqa: S704 (a page of ours, rendered with everything in it escaped)


@contextmanager
def _read_in(language: Language) -> Iterator[None]:
    """Make everything in the block speak that language; the page around it keeps its own."""
    before = i18n.language()
    g.language = language
    try:
        yield
    finally:
        g.language = before
