"""What the editor knows about one kind of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.db import Base
from portal.facts.fields import Field
from portal.facts.texts import Words
from portal.i18n import SOURCE
from portal.municipality.models import DropIn
from portal.people.models import Staff
from portal.writing import Writing

NAME = Words("name", "Namn", is_required=True, longest=300)


@dataclass(frozen=True)
class Kind:
    """One kind of facts; `slug` stands in addresses."""

    slug: str
    model: type[Base]
    title: str
    one: str
    """What one of them is called, as in «Ta bort rollen»."""
    fields: tuple[Field, ...]
    may_add: bool = False
    """Whether one may be added, and one that nothing refers to be removed."""
    may_retire: bool = False
    """Whether one is retired instead of removed: plans keep it, and nobody is offered it."""
    may_move: bool = False
    """Whether the municipality chooses the order."""
    at_first: Mapping[str, Any] = field(default_factory=dict)
    """What a new one is given that its form does not ask for."""
    about: str = ""

    @property
    def texts(self) -> tuple[Words, ...]:
        """The fields whose texts are translated."""
        return tuple(one for one in self.fields if isinstance(one, Words))

    def text(self, name: str) -> Words:
        """The text of that name; raises `LookupError`."""
        return next((one for one in self.texts if one.name == name), None) or _missing(name)

    def name_of(self, row: Any) -> Writing:
        """What one is called in lists."""
        if isinstance(row, DropIn):
            return row.organisation.name
        if isinstance(row, Staff):
            return Writing.in_(SOURCE, row.name)
        found: Writing = getattr(row, self.texts[0].name)
        return found


def _missing(name: str) -> Any:
    raise LookupError(name)
