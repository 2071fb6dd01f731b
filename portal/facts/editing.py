"""Finding, changing, adding and removing the municipality's facts. Knows no web.

Whoever saves says which version she had before her: two people who change the same thing at once
both see what the other wrote, and nothing is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from unicodedata import normalize
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.db import Base
from portal.facts.fields import Around, Field, Typed, Unfit, tidy
from portal.facts.kind import Kind
from portal.facts.kinds import KINDS
from portal.municipality.models import DropIn, MeetingType, Organisation, Role
from portal.plan.models import Step


class Faults(Exception):
    """What was typed cannot be kept; `said` has the reason by the field's name. Nothing was changed."""

    def __init__(self, said: dict[str, str]) -> None:
        super().__init__()
        self.said = said


class ChangedMeanwhile(Exception):
    """Somebody else has changed the same thing since it was opened. Nothing was changed."""


class InUse(Exception):
    """It is referred to and stays; says how often."""


def kind_of(slug: str) -> Kind:
    """The kind by its name in addresses; raises `NoResultFound`."""
    if slug not in KINDS:
        raise NoResultFound
    return KINDS[slug]


def rows(db: Session, kind: Kind, *, to_change: bool = False) -> Sequence[Any]:
    """All facts of a kind, in the municipality's order where it has one, else by name."""
    asked = sa.select(kind.model)
    if to_change:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    found = db.scalars(asked).all()
    return sorted(found, key=lambda row: (_position(row), kind.name_of(row).original.casefold()))


def _position(row: Any) -> int:
    place: int = getattr(row, "position", getattr(row, "number", 0))
    return place + 100_000 * (getattr(row, "retired_on", None) is not None)


def row(db: Session, kind: Kind, row_id: UUID, *, to_change: bool = False) -> Any:
    """One fact; raises `NoResultFound`. Who means to change it keeps others waiting until she has."""
    asked = sa.select(kind.model).where(kind.model.id == row_id)
    if to_change:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    return db.scalars(asked).one()


def as_typed(kind: Kind, found: Any) -> dict[str, list[str]]:
    """A fact as it stands in its form."""
    return {name: v for field in kind.fields for name, v in field.as_typed(found).items()}


def version(kind: Kind, found: Any) -> str:
    """A short sign that changes with whatever stands in the form."""
    return sha256(json.dumps(as_typed(kind, found)).encode()).hexdigest()[:16]


def save(kind: Kind, found: Any, typed: Typed, seen: str, around: Around) -> bool:
    """Keep what was typed; True when that changed anything. Raises `ChangedMeanwhile` and `Faults`."""
    before = version(kind, found)
    values = _read(kind, typed, around, is_new=False)
    if seen != before:
        raise ChangedMeanwhile
    _put(kind, found, values, around)
    around.db.flush()
    return version(kind, found) != before


def add(kind: Kind, row_id: UUID, typed: Typed, around: Around) -> Any:
    """Make a fact of a kind; asked for twice with the same identity it is made once. Raises `Faults`."""
    there = around.db.get(kind.model, row_id)
    if there:
        return there
    values = _read(kind, typed, around, is_new=True)
    made = kind.model(id=row_id, **kind.at_first)
    _complete(kind, made, typed, around)
    _put(kind, made, values, around)
    around.db.add(made)
    around.db.flush()
    return made


def _read(kind: Kind, typed: Typed, around: Around, *, is_new: bool) -> dict[str, Any]:
    values, faults = {}, {}
    for field in kind.fields:
        if field.only_new and not is_new:
            continue
        try:
            values[field.name] = field.read(typed, around)
        except Unfit as unfit:
            faults[unfit.place or field.name] = f"{field.label}: {unfit}"
    unit = values.get("organisation_id")
    if unit and around.db.scalar(sa.select(DropIn.id).where(DropIn.organisation_id == unit)):
        faults["organisation_id"] = "Enheten har redan en drop-in-tid. Ändra den i stället."
    if faults:
        raise Faults(faults)
    return values


def _put(kind: Kind, found: Any, values: dict[str, Any], around: Around) -> None:
    for field in kind.fields:
        if field.name in values:
            field.put(found, values[field.name], around)


def _complete(kind: Kind, made: Any, typed: Typed, around: Around) -> None:
    """Give a new fact its key, from its words, and its place: the last."""
    columns = sa.inspect(kind.model).columns
    if "key" in columns:
        words = next(iter(typed.get(kind.texts[0].name, ())), "")
        made.key = _free_key(words, set(around.db.scalars(sa.select(columns["key"]))))
    if "position" in columns:
        last = around.db.scalar(sa.select(sa.func.max(columns["position"])))
        made.position = 0 if last is None else last + 1


def _free_key(words: str, taken: set[str]) -> str:
    plain = normalize("NFD", words.lower()).encode("ascii", "ignore").decode()
    begins = re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "ny"
    numbered = (f"{begins}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (begins, *numbered) if key not in taken)


def uses(db: Session, kind: Kind, found: Any) -> int:
    """How many rows of other tables refer to a fact, by its identity or by its key."""
    count = sum(
        db.scalar(sa.select(sa.func.count()).where(key.parent == found.id)) or 0
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is kind.model.__table__
    )
    if isinstance(found, Role):
        count += sum(found.key in keys for keys in db.scalars(sa.select(Organisation.role_keys)))
    if isinstance(found, Organisation):
        rules = db.scalars(sa.select(MeetingType.rules))
        count += sum(found.key in rule.get("with", []) for rule in rules)
    return count


def remove(db: Session, kind: Kind, found: Any) -> None:
    """Remove a fact for good; raises `InUse` when something refers to it."""
    used = uses(db, kind, found)
    if used or not kind.may_add or kind.may_retire:
        raise InUse(used)
    db.delete(found)
    db.flush()


def in_plans(db: Session, key: str) -> int:
    """In how many steps of people's plans a ready-made step stands."""
    return db.scalar(sa.select(sa.func.count()).where(Step.ready_key == key)) or 0


def retire(kind: Kind, found: Any, today: date, *, again: bool) -> None:
    """Offer a fact no longer, or again; raises `NoResultFound` for what is not retired but removed."""
    if not kind.may_retire:
        raise NoResultFound
    found.retired_on = None if again else found.retired_on or today


def move(db: Session, kind: Kind, row_id: UUID, to: int) -> None:
    """Give a fact another place in the order, counted from 0; asked for twice it stands there all the same.

    Raises `NoResultFound` when there is no such fact, or when its kind has no order to choose.
    """
    listed = list(rows(db, kind, to_change=True)) if kind.may_move else []
    found = next((one for one in listed if one.id == row_id), None)
    if found is None:
        raise NoResultFound
    listed.remove(found)
    listed.insert(max(to, 0), found)
    for number, one in enumerate(listed):
        one.position = number


def differing(kind: Kind, typed: Typed, stands: Typed) -> list[Field]:
    """The fields that somebody else has filled in otherwise."""
    return [
        field
        for field in kind.fields
        if not field.only_new
        and [one for one in map(tidy, typed.get(field.name, ())) if one]
        != [one for one in map(tidy, stands.get(field.name, ())) if one]
    ]
