"""What stands in whose inbox, as the tests say it in a line."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.messages import asking, inbox
from portal.messages.inbox import Place, Row
from portal.people.models import Staff
from tests.messages.writing import TUESDAY


def rows(db: Session, staff: Staff, now: datetime = TUESDAY) -> list[Row]:
    db.expire_all()
    db.info.pop("directory", None)
    found = inbox.waiting(db, staff, now=now)
    db.commit()
    return found


def places(db: Session, staff: Staff, now: datetime = TUESDAY) -> list[tuple[str, Place]]:
    return [(row.label, row.place) for row in rows(db, staff, now)]


def count(db: Session, staff: Staff, now: datetime = TUESDAY) -> int:
    return asking.how_many_wait(db, staff, now.date())
