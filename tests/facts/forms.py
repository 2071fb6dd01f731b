"""Forms on the municipality's facts, read and sent as a browser does, and looking into the database."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal.municipality.models import Municipality, Organisation, Stage

Row = TypeVar("Row")
START = "/staff/municipality"


def fields(page: BeautifulSoup) -> dict[str, object]:
    """The first form about a fact, as a browser would send it; lists where a name stands several times."""
    form = page.select_one(
        "section[aria-label='Ändra'] form, section[aria-label='Översättningar'] form"
    )
    assert form
    sent: dict[str, list[str]] = {}
    for field in form.select("[name]"):
        if field.name == "textarea":
            value = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = str(chosen["value"]) if chosen else ""
        elif field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        else:
            value = str(field.get("value", ""))
        sent.setdefault(str(field["name"]), []).append(value)
    return dict(sent)


def look(db: Session, asked: sa.Select[Row]) -> list[Row]:
    """What is in the database now; the session is done with it, so that nobody waits for the test."""
    found = db.scalars(asked, execution_options={"populate_existing": True}).all()
    db.commit()
    return list(found)


def stage(db: Session) -> Stage:
    return look(db, sa.select(Stage).where(Stage.key == "plan"))[0]


def support(db: Session) -> Organisation:
    return look(db, sa.select(Organisation).where(Organisation.key == "economic-support"))[0]


def revision(db: Session) -> int:
    """Moves with each change of a fact."""
    return look(db, sa.select(Municipality.revision))[0]
