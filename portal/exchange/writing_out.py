"""The municipality's facts written out as a `municipality/1` file; loading that file changes nothing.

No person stands in it: who translated a text stays in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from portal.exchange.formats import MEETING_RULES, WEEKDAYS
from portal.exchange.words import OUTDATED
from portal.meetings.supply_models import MeetingPlace
from portal.municipality.models import (
    DropIn,
    Measure,
    MeetingType,
    Municipality,
    Organisation,
    RatingIndicator,
    ReadyStep,
    Role,
    SkrClass,
    Stage,
    Track,
)
from portal.writing import Writing

HEAD = """\
# The municipality's facts as they stood {moment} UTC, written by the portal, version {version}.
# To change nothing and add nothing: portal load FILE. What is left out of the file stays as it is.
"""


class _Plainly(yaml.SafeDumper):
    """Writes everything out where it stands: our files know no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_out(db: Session, now: datetime) -> str:
    """The whole file; raises `NoResultFound` before a municipality is loaded."""
    head = HEAD.format(moment=f"{now:%Y-%m-%d %H:%M}", version=version("portal"))
    body = yaml.dump(
        facts(db), Dumper=_Plainly, allow_unicode=True, sort_keys=False, width=1_000_000
    )
    return head + body


def facts(db: Session) -> dict[str, Any]:
    """Everything that the format holds, as plain mappings."""
    municipality = db.scalars(sa.select(Municipality)).one()
    found = {
        "format": "municipality/1",
        "municipality": _said(
            key=municipality.key,
            name=municipality.name,
            languages=municipality.languages,
            time_zone=municipality.time_zone,
            phone=municipality.phone,
        ),
        "process": [_stage(row) for row in _in_order(db, Stage)],
        "tracks": [
            _said(key=row.key, name=row.name, demands=row.demands) for row in _by_key(db, Track)
        ],
        "organisations": [_organisation(row) for row in _in_order(db, Organisation)],
        "roles": {row.key: _plain(row.name) for row in _by_key(db, Role)},
        "skr_classes": {
            row.number: _plain(row.name)
            for row in db.scalars(sa.select(SkrClass).order_by(SkrClass.number))
        },
        "measures": [_measure(row) for row in _by_key(db, Measure)],
        "ready_steps": [_ready_step(row) for row in _in_order(db, ReadyStep)],
        "meeting_types": [_meeting_type(row) for row in _in_order(db, MeetingType)],
        "places": [
            _said(key=row.key, name=row.name, address=row.address, directions=row.directions)
            for row in _in_order(db, MeetingPlace)
        ],
        "routines": municipality.routines,
        "progress_indicators": [
            _said(key=row.key, name=row.name, rated_by=row.rated_by)
            for row in _in_order(db, RatingIndicator)
        ],
    }
    return {key: value for key, value in found.items() if value}


def _in_order(db: Session, model: Any) -> Iterable[Any]:
    return db.scalars(sa.select(model).order_by(model.position, model.key))


def _by_key(db: Session, model: Any) -> Iterable[Any]:
    return db.scalars(sa.select(model).order_by(model.key))


def _said(**values: Any) -> dict[str, Any]:
    """A mapping of what there is to say: nothing empty, but no and zero."""
    return {
        key.rstrip("_"): _plain(value) for key, value in values.items() if value not in (None, [])
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, Writing):
        return value
    outdated = [code for code in value.texts if value.is_outdated(code)]
    return {**value.texts, **({OUTDATED: outdated} if outdated else {})}


def _stage(row: Stage) -> dict[str, Any]:
    return _said(key=row.key, name=row.name, what=row.what, owner=row.owner.key)


def _organisation(row: Organisation) -> dict[str, Any]:
    said = _said(
        key=row.key,
        name=row.name,
        kind=str(row.kind),
        formerly=row.formerly,
        does=row.does,
        does_not=row.does_not,
        decides_about=row.decides_about,
        roles=row.role_keys,
        skr_classes=row.skr_classes,
        phone=row.phone,
        address=row.address,
        hours=row.hours,
    )
    return said | ({"drop_in": _drop_in(row.drop_in)} if row.drop_in else {})


def _drop_in(row: DropIn) -> dict[str, Any]:
    said = {"weekday": WEEKDAYS[row.weekday]}
    return said | _said(from_=row.starts, minutes=row.minutes, about=row.about)


def _measure(row: Measure) -> dict[str, Any]:
    provider = row.provider.key if row.provider else None
    return _said(
        key=row.key,
        name=row.name,
        skr=row.skr_class,
        provider=provider,
        participants=row.participants,
        weeks=row.weeks,
    )


def _ready_step(row: ReadyStep) -> dict[str, Any]:
    said = _said(
        key=row.key,
        text=row.text,
        why=row.why,
        bring=row.bring,
        place=row.place,
        measure=row.measure.key if row.measure else None,
        doer="participant" if row.is_participants else "staff",
    )
    return said | {"retired_on": row.retired_on}  # a silent file leaves retired what is retired


def _meeting_type(row: MeetingType) -> dict[str, Any]:
    said = _said(
        key=row.key,
        name=row.name,
        minutes=row.minutes,
        bookable_by=row.bookable_by,
        bring=row.bring,
    )
    return said | {rule: row.rules[rule] for rule in MEETING_RULES if rule in row.rules}
