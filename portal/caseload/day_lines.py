"""The rows of the day as they are written: worked out before the template, which a full day would ask too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.addresses import url_for
from portal.caseload.day import Day
from portal.caseload.day_words import SHE_SAYS, WORDS, Words, is_late, when
from portal.people.day import DayRow, Waits
from portal.writing import Writing, beginning

SOMEBODY = (UUID(int=0), UUID(int=1))
"""Stand in an address in place of whom and what it will be about."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: whose, about what, how long it has waited, and the page of its act."""

    who: str | None
    about: Writing | None
    when: str
    is_late: bool
    address: str


@dataclass(frozen=True)
class Section:
    """One kind of thing, with its heading and its rows."""

    kind: Waits
    words: Words
    is_urgent: bool
    lines: list[Line]

    @property
    def counted(self) -> str:
        return self.words.counted(len(self.lines))


def sections(day: Day, today: date) -> list[Section]:
    """The day, ready to be written."""
    address = _addresses()
    return [
        Section(
            group.kind,
            WORDS[group.kind],
            group.kind in SHE_SAYS,
            [_line(row, today, address(row)) for row in group.rows],
        )
        for group in day.groups
    ]


def _line(row: DayRow, today: date, address: str) -> Line:
    """Of somebody whose data are protected the reference, and no words: they may name a place."""
    who = row.participant
    return Line(
        who.staff_label if who else None,
        None if row.about is None or (who and who.is_protected) else beginning(row.about),
        when(row.kind, row.since, today),
        is_late(row.kind, row.since, today),
        address,
    )


def _addresses() -> Callable[[DayRow], str]:
    """Builds the address of a row's page; of each kind of page once, and then only whom it is about is put in."""
    known: dict[str, str] = {}

    def address(row: DayRow) -> str:
        values = dict(row.values)
        anchor = values.pop("_anchor", "")
        place = f"#{anchor}" if anchor else ""
        things = list(values.values())
        if not things or not all(isinstance(thing, UUID) for thing in things):
            return url_for(row.endpoint, **values) + place
        if row.endpoint not in known:
            known[row.endpoint] = url_for(row.endpoint, **dict(zip(values, SOMEBODY, strict=False)))
        found = known[row.endpoint]
        for somebody, thing in zip(SOMEBODY, things, strict=False):
            found = found.replace(str(somebody), str(thing))
        return found + place

    return address
