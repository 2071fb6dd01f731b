"""Who reads what she writes: for each subject that she may choose, said where she chooses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.messages import subjects
from portal.messages.responsible import Responsible, responsible
from portal.messages.turns import Call, whom_to_call
from portal.people.away import Away
from portal.people.contacts import Contacts
from portal.people.directory import Directory
from portal.people.models import Participant, Staff


@dataclass(frozen=True)
class Readers:
    """Who reads about which subject, who is away, and whom she calls when it cannot wait."""

    of: dict[str, Responsible]
    """By subject, in the order in which they are offered."""
    chosen: str
    call: Call | None

    @property
    def everybody(self) -> list[Staff]:
        """Each of those who read, once."""
        found = {one.staff.id: one.staff for one in self.of.values() if one.staff}
        return list(found.values())

    @property
    def only(self) -> Responsible | None:
        """Whoever reads all of it, when it is one person."""
        return next(iter(self.of.values())) if len(self.everybody) == 1 else None

    @property
    def away(self) -> list[Away]:
        """Those of them who are away today."""
        found = {one.away.staff.id: one.away for one in self.of.values() if one.away}
        return list(found.values())


def readers(
    known: Directory, participant: Participant, people: Contacts, chosen: str, today: date
) -> Readers:
    """Who reads about each subject today; what has a place of its own has its one reader and no choice."""
    of = {key: responsible(known, participant, people, key, None, today) for key in _keys(people, chosen)}  # fmt: skip
    return Readers(of, chosen, whom_to_call(of[chosen], known.municipality))


def _keys(people: Contacts, chosen: str) -> Iterable[str]:
    return [chosen] if chosen in subjects.OF_THEIR_OWN else subjects.offered(people.now)
