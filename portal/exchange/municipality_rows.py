"""Writing what a municipality's file says. The entry of a file is the whole truth of that entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from portal.db import Base
from portal.exchange.formats import MEETING_RULES, WEEKDAYS
from portal.exchange.keeping import Keeping, Row, settle
from portal.exchange.report import Change
from portal.exchange.shapes import Record
from portal.meetings.supply_models import MeetingPlace
from portal.municipality.models import (
    DropIn,
    Measure,
    MeetingType,
    Municipality,
    Organisation,
    OrganisationKind,
    RatingIndicator,
    ReadyStep,
    Role,
    SkrClass,
    Stage,
    Track,
)

EUROPE_STOCKHOLM = "Europe/Stockholm"

Ids = dict[str, UUID]
Values = Callable[[Record, int], dict[str, Any]]


def write(record: Record, keeping: Keeping) -> None:
    """Bring the municipality's own facts to what its file says; what it does not list stays."""
    _municipality(record, keeping)
    _named(record.get("roles"), "roles", Role, "key", keeping)
    _named(record.get("skr_classes"), "SKR classes", SkrClass, "number", keeping)
    organisations = _organisations(record, keeping)
    keeping.db.flush()
    ids = {key: row.id for key, row in organisations.items()}
    _each(record, "process", "stages", Stage, keeping, partial(_stage, ids))
    _each(record, "tracks", "tracks", Track, keeping, _track)
    measures = _each(record, "measures", "measures", Measure, keeping, partial(_measure, ids))
    _each(record, "meeting_types", "meeting types", MeetingType, keeping, _meeting_type)
    _each(record, "places", "meeting places", MeetingPlace, keeping, _place)
    _each(record, "progress_indicators", "indicators", RatingIndicator, keeping, _indicator)
    keeping.db.flush()
    ids = {key: row.id for key, row in measures.items()}
    _each(record, "ready_steps", "ready-made steps", ReadyStep, keeping, partial(_ready_step, ids))
    keeping.db.flush()


def _each(
    record: Record, name: str, kind: str, model: type[Row], keeping: Keeping, values: Values
) -> dict[str, Row]:
    """Write the entries of one list by their keys; gives all rows of the kind."""
    rows = keeping.stored(model)
    entries: list[Record] = record.get(name) or []
    keeping.note_kept(kind, rows if name in record else (), (entry["key"] for entry in entries))
    for number, entry in zip(places(entries, rows), entries, strict=True):
        row = rows.get(entry["key"])
        rows[entry["key"]] = keeping.put(
            kind, model, row, values(entry, number), {"key": entry["key"]}
        )
    return rows


def places(entries: list[Record], rows: Mapping[str, Any]) -> list[int]:
    """The place of each entry. Where the order is as it was, so are the numbers, which may have gaps."""
    keys = [entry["key"] for entry in entries]
    before = [(getattr(rows.get(key), "position", -1), key) for key in keys]
    if all(number >= 0 for number, _ in before) and before == sorted(before):
        return [number for number, _ in before]
    return list(range(len(entries)))


def _named(
    names: dict[Any, Any] | None, kind: str, model: type[Base], key: str, keeping: Keeping
) -> None:
    rows = keeping.stored(model, key)
    keeping.note_kept(kind, rows if names is not None else (), names or ())
    for name, text in (names or {}).items():
        keeping.put(kind, model, rows.get(name), {"name": text}, {key: name})


def _municipality(record: Record, keeping: Keeping) -> None:
    about = record["municipality"]
    row = keeping.stored(Municipality).get(about["key"])
    values = {
        "name": about["name"],
        "time_zone": about.get("time_zone") or EUROPE_STOCKHOLM,
        "phone": about.get("phone"),
        "languages": about.get("languages") or [about["name"].language],
        "routines": plain(record.get("routines") or {}),
    }
    keeping.put("municipality", Municipality, row, values, {"key": about["key"]})


def _stage(organisations: Ids, entry: Record, number: int) -> dict[str, Any]:
    return {
        "position": number,
        "name": entry["name"],
        "what": entry.get("what"),
        "owner_id": organisations[entry["owner"]],
    }


def _track(entry: Record, _: int) -> dict[str, Any]:
    return {"name": entry["name"], "demands": entry.get("demands") is not False}


def _measure(organisations: Ids, entry: Record, _: int) -> dict[str, Any]:
    provider = entry.get("provider")
    return {
        "name": entry["name"],
        "skr_class": entry.get("skr"),
        "provider_id": organisations[provider] if provider else None,
        "participants": entry.get("participants"),
        "weeks": entry.get("weeks"),
    }


def _indicator(entry: Record, number: int) -> dict[str, Any]:
    rated_by = entry.get("rated_by") or "participant"
    return {"position": number, "name": entry["name"], "rated_by": rated_by}


def _ready_step(measures: Ids, entry: Record, number: int) -> dict[str, Any]:
    """What a file says of a ready-made step; without a word on it, whether it is still offered stays as it is."""
    measure = entry.get("measure")
    still = {"retired_on": entry["retired_on"]} if "retired_on" in entry else {}
    return {
        **still,
        "position": number,
        **{name: entry.get(name) for name in ("text", "why", "bring", "place")},
        "measure_id": measures[measure] if measure else None,
        "is_participants": entry.get("doer") != "staff",
    }


def _meeting_type(entry: Record, number: int) -> dict[str, Any]:
    return {
        "position": number,
        "name": entry["name"],
        "minutes": entry["minutes"],
        "bookable_by": entry.get("bookable_by") or "staff",
        "rules": plain(
            {rule: entry[rule] for rule in MEETING_RULES if entry.get(rule) is not None}
        ),
        "bring": entry.get("bring"),
    }


def _place(entry: Record, number: int) -> dict[str, Any]:
    said = {name: entry.get(name) for name in ("name", "address", "directions")}
    return {"position": number, **said}


def plain(value: Any) -> Any:
    """Records as plain mappings, as JSON keeps them."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    return value


def _organisations(record: Record, keeping: Keeping) -> dict[str, Organisation]:
    rows = keeping.stored(Organisation)
    entries: list[Record] = record.get("organisations") or []
    listed = [entry["key"] for entry in entries]
    keeping.note_kept("organisations", rows if "organisations" in record else (), listed)
    for number, entry in zip(places(entries, rows), entries, strict=True):
        row = rows.get(entry["key"])
        if row is None:
            row = Organisation(key=entry["key"], **_organisation(entry, number), drop_in=None)
            keeping.db.add(row)
            _drop_in(row, entry.get("drop_in"))
            keeping.report.note("organisations", Change.NEW)
        else:
            changed = settle(row, _organisation(entry, number))
            changed = _drop_in(row, entry.get("drop_in")) or changed
            keeping.report.note("organisations", Change.CHANGED if changed else Change.UNCHANGED)
        rows[entry["key"]] = row
    return rows


def _organisation(entry: Record, number: int) -> dict[str, Any]:
    address = entry.get("address")
    return {
        "position": number,
        "kind": OrganisationKind(entry.get("kind") or OrganisationKind.MUNICIPAL_UNIT),
        "name": entry["name"],
        "formerly": entry.get("formerly"),
        "does": entry.get("does") or [],
        "does_not": entry.get("does_not") or [],
        "decides_about": entry.get("decides_about") or [],
        "role_keys": entry.get("roles") or [],
        "skr_classes": entry.get("skr_classes") or [],
        "phone": entry.get("phone"),
        "address": address.original if address else None,
        "hours": entry.get("hours"),
    }


def _drop_in(row: Organisation, entry: Record | None) -> bool:
    if entry is None:
        was_there, row.drop_in = row.drop_in is not None, None
        return was_there
    values = {
        "weekday": WEEKDAYS.index(entry["weekday"]),
        "minutes": entry.get("minutes"),
        "starts": entry.get("from"),
        "about": entry.get("about"),
    }
    if row.drop_in is None:
        row.drop_in = DropIn(**values)
        return True
    return settle(row.drop_in, values)
