"""The papers that a form brings: read, made anew, and kept with the message that is being written."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from flask import request
from werkzeug.datastructures import FileStorage

from portal import clock, log
from portal.messages import paper_files, papers, remaking
from portal.messages.anew.making import Became
from portal.messages.papers import Form, Made, NotTaken
from portal.transactions import keep, session

FIELD = "papers"
OUT = "take_out"
"""The button that takes a paper out again; its value is the paper's identity."""


def receive(form: Form, body: str) -> list[NotTaken]:
    """Take in what the form brings, and out what she does not want to send. Says why each that was refused was.

    What was taken in stays with her form also when the message itself is refused: it is kept here, at once.
    """
    db = session()
    known = papers.known(db, form)
    keep()  # nothing in the database waits while a photo is made anew
    made, refused = _made(_sent(), known)
    if made:
        now, scanned = clock.now(), paper_files.is_scanned()
        left = papers.take_in(
            db, paper_files.files(), form, made, is_scanned=scanned, body=body, now=now
        )
        refused += [left] if left else []
    with suppress(KeyError, ValueError):
        papers.take_out(db, paper_files.files(), form, UUID(request.form[OUT]))
    keep()
    return list(dict.fromkeys(refused))


def _sent() -> list[FileStorage]:
    """A field that nothing was chosen in comes as a file without a name."""
    return [one for one in request.files.getlist(FIELD) if one.filename]


def _made(sent: Iterable[FileStorage], known: set[str]) -> tuple[list[Made], list[NotTaken]]:
    made: list[Made] = []
    refused: list[NotTaken] = []
    for one in sent:
        content = one.stream.read(papers.LARGEST + 1)
        if papers.digest(content) in known:
            continue
        if len(known) + len(made) >= papers.MOST:
            refused.append(NotTaken.TOO_MANY)
            break
        found = _one(content)
        if isinstance(found, Made):
            made.append(found)
        else:
            refused.append(found)
            log.event("paper-refused", kind=found.value)
    return made, refused


def _one(content: bytes) -> Made | NotTaken:
    if len(content) > papers.LARGEST:
        return NotTaken.TOO_LARGE
    try:
        became, new = remaking.remade(content)
    except remaking.Busy:
        return NotTaken.BUSY
    if became in {Became.JPEG, Became.PDF}:
        return Made(papers.digest(content), papers.CONTENT_TYPES[became], new)
    return NotTaken(became)
