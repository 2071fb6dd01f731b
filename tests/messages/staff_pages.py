"""What the tests of the staff's pages of messages share: addresses, the form, and what a page costs."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Participant, Staff
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser

NOW = clock.now()
WEEK_AGO = NOW - timedelta(days=10)


def page(whose: Participant, more: str = "") -> str:
    return f"/staff/messages/{whose.id}{more}"


def form(whose: Participant, seen: int, body: str = "På fredag.", **fields: str) -> dict[str, str]:
    return {"body": body, "subject": "money", "key": "k", "number": str(seen), **fields}


def logged(db: Session, whose: Participant, opened: Opened) -> int:
    db.rollback()
    found = sa.select(sa.func.count(AccessLog.id)).where(
        AccessLog.participant_id == whose.id, AccessLog.opened == opened
    )
    number = db.scalar(found) or 0
    db.commit()
    return number


def count_questions(browser: Browser, address: str, staff: Staff) -> int:
    """How many questions the database gets for an answer without a body."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    engine = browser.app.extensions["portal_engine"]
    event.listen(engine, "before_cursor_execute", note)
    answer = browser.get(address, as_=staff, htmx=True)
    event.remove(engine, "before_cursor_execute", note)
    assert (answer.status_code, answer.data) == (204, b"")
    return len([one for one in found if not one.startswith(("PRAGMA", "BEGIN"))])
