"""Bringing one row to what a file says, and noting whether that made a difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import Base
from portal.exchange.known import Known
from portal.exchange.report import Change, Report
from portal.writing import Writing

Row = TypeVar("Row", bound=Base)


def settle(row: Base, values: Mapping[str, Any]) -> bool:
    """Give a row these values; True when one of them was another before."""
    known = {name: knowing(value, getattr(row, name)) for name, value in values.items()}
    different = {name: value for name, value in known.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def knowing(value: Any, stored: Any) -> Any:
    """A text, or several, with who translated it, which the database knows and no file says."""
    if isinstance(value, list) and isinstance(stored, list):
        said = {text.original: text for text in stored if isinstance(text, Writing)}
        return [
            knowing(one, said.get(one.original)) if said and isinstance(one, Writing) else one
            for one in value
        ]
    if isinstance(value, Writing) and isinstance(stored, Writing):
        return value.knowing(stored)
    return value


@dataclass
class Keeping:
    """What is written in one load: through which session, on which day, with which report."""

    db: Session
    today: date
    now: datetime
    report: Report = field(default_factory=Report)
    known: Known = field(default_factory=dict)
    """What may be referred to, once it is written."""

    def put(
        self,
        kind: str,
        model: type[Row],
        row: Row | None,
        values: Mapping[str, Any],
        at_first: Mapping[str, Any] | None = None,
    ) -> Row:
        """Make the row or bring it up to date; `at_first` is what only a new row is given."""
        if row is None:
            row = model(**values, **(at_first or {}))
            self.db.add(row)
            self.report.note(kind, Change.NEW)
        else:
            self.report.note(kind, Change.CHANGED if settle(row, values) else Change.UNCHANGED)
        return row

    def stored(self, model: type[Row], name: str = "key") -> dict[Any, Row]:
        """All rows of a kind by their key."""
        return {getattr(row, name): row for row in self.db.scalars(sa.select(model))}

    def note_kept(self, kind: str, stored: Iterable[Any], listed: Iterable[Any]) -> None:
        """Note what the file no longer lists: others may refer to it, so that it stays."""
        self.report.note(kind, Change.KEPT, len(set(stored) - set(listed)))
