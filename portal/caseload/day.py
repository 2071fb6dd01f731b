"""The caseworker's day: what waits for her, gathered from every feature, the most urgent first.

Two questions to the database, whatever the caseload: one for all things that wait (each feature's `Offer`), and one
for the facts about each participant of hers that features judge. Loading rows one by one, and asking each feature
on its own, took ten times as long as the questions themselves (tests/benchmarks).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import alone
from portal.handover import day as handover_day
from portal.meetings import arranging, watching
from portal.meetings import day as meetings_day
from portal.meetings.purposes import Purpose
from portal.messages import classifying
from portal.messages import day as messages_day
from portal.municipality.models import Municipality
from portal.people import access, code_requests, lacks, reviews
from portal.people.day import IS_MINE, ME, MIDNIGHT, DayRow, Known, Named, Offer, Waits, morning
from portal.people.directory import directory
from portal.people.models import Participant, Staff
from portal.plan import day as plan_day
from portal.privacy import log
from portal.statements import reports
from portal.translators import day as translators_day

OFFERS: dict[str, Offer] = {
    one.kind: one
    for one in (
        *plan_day.OFFERS,
        *meetings_day.OFFERS,
        *messages_day.OFFERS,
        code_requests.OFFER,
        handover_day.OFFER,
        translators_day.OFFER,
    )
}
URGENCY = {kind: place for place, kind in enumerate(Waits)}

WHO = (Participant.id, Participant.key, Participant.name, Participant.is_protected)
WAITING = sa.union_all(*(one.asked for one in OFFERS.values() if one.asked is not None)).subquery(
    "waiting"
)
WAS_LISTED = log.was_listed(ME, MIDNIGHT).label("was_listed")
THINGS = sa.select(WAITING, *WHO, WAS_LISTED).join(
    Participant, Participant.id == WAITING.c.participant_id
)
KNOWN = (
    sa.select(
        *WHO,
        Participant.created_at,
        WAS_LISTED,
        *lacks.FACTS,
        *reviews.FACTS,
        *plan_day.FACTS,
        meetings_day.BOOKED_FOLLOW_UP,
    )
    .outerjoin(plan_day.PLANS, plan_day.PLANS.c.participant_id == Participant.id)
    .where(IS_MINE)
    .cte("known")
    .prefix_with(
        "MATERIALIZED"
    )  # or both databases find each fact once to show it, and again to choose by it
)
FACTS = sa.select(KNOWN).where(
    sa.or_(plan_day.may_lack(KNOWN.c), lacks.may_lack(KNOWN.c), reviews.may_be_due(KNOWN.c))
)
ANYBODY = sa.select(sa.exists().where(IS_MINE))


@dataclass(frozen=True)
class Group:
    """Everything of one kind that waits, what has waited longest first."""

    kind: Waits
    rows: list[DayRow]


@dataclass(frozen=True)
class Day:
    """What waits for her."""

    groups: list[Group]
    has_people: bool
    """Whether she has anybody to look after today."""
    unlisted: list[Known]
    """Whose names or references stand here and are not yet noted in the log as listed today."""


def day(db: Session, staff: Staff, now: datetime) -> Day:
    """What waits for this member of staff now."""
    today, municipality = clock.local(now).date(), directory(db).municipality
    if access.has_left(staff, today):
        return Day([], has_people=False, unlisted=[])
    asked = {
        "me": staff.id,
        "today": today,
        "midnight": log.midnight(now),
        "soon": today + plan_day.SOON_IS,
        "near": today + plan_day.NEAR,
        "reviewed_before": today - reviews.apart(municipality),
        "recurring": [
            one.id for one in directory(db).meeting_types.values() if Purpose(one).every_weeks
        ],
        **meetings_day.asked(now),
    }
    connection = db.connection()
    things, facts = (connection.execute(query, asked).all() for query in (THINGS, FACTS))
    found = [row for thing in things for row in _rows(thing)]
    for fact in facts:
        found += _judged(fact, now, today, municipality)
    nobodys = alone.on_day(db, staff, now)
    found += [one.row for one in nobodys]
    found += [*translators_day.of_others(db, staff, today), *reports.day_rows(db, staff)]
    found += arranging.day_rows(db, staff, now)
    found += watching.day_rows(db, staff, now)
    found += classifying.day_rows(db, staff, now)
    late = list(messages_day.escalated(db, staff, now))
    found += [one.row for one in late]
    rows = sorted(_once(found), key=lambda row: (URGENCY[row.kind], row.since))
    return Day(
        [Group(kind, list(of_kind)) for kind, of_kind in groupby(rows, key=lambda row: row.kind)],
        bool(things or facts or connection.scalar(ANYBODY, asked)),
        _unlisted(
            rows,
            {who.id for who in (*things, *facts) if not who.was_listed}
            | {one.who.id for one in nobodys if not one.was_listed}
            | {one.who.id for one in late if not one.was_listed},
        ),
    )


def _rows(thing: Any) -> Iterator[DayRow]:
    who = _named(thing)
    for kind in thing.kind.split():
        offer = OFFERS[kind]
        values = {name: getattr(thing, column) for name, column in offer.values.items()}
        if offer.anchor:
            values["_anchor"] = f"{offer.anchor}{thing.thing}"
        since = morning(thing.on) if offer.is_due else thing.at
        yield DayRow(offer.kind, since, offer.endpoint, values, who, thing.about)


def _judged(
    fact: Any, now: datetime, today: date, municipality: Municipality | None
) -> Iterator[DayRow]:
    who = _named(fact)
    yield from lacks.judge(fact, who, now)
    for row in plan_day.judge(fact, who, today, municipality):
        if row.kind is not Waits.FOLLOW_UP or fact.follow_up_at is None:
            yield row
        elif (on := clock.local(fact.follow_up_at).date()) <= today + plan_day.NEAR:
            yield replace(row, since=morning(on))  # the meeting may have been moved since
    yield from reviews.judge(fact, who, today, municipality)


def _named(row: Any) -> Named:
    """As `Participant.staff_label` says: by reference only, when her data are protected."""
    return Named(row.id, row.key if row.is_protected else row.name, row.is_protected)


def _once(found: Iterable[DayRow]) -> list[DayRow]:
    """Nothing twice: who asks for a new code is not also said never to have signed in."""
    rows = list(found)
    asks = {row.participant.id for row in rows if row.kind is Waits.CODE and row.participant}
    return [
        row
        for row in rows
        if not (
            row.kind is Waits.NEVER_SIGNED_IN and row.participant and row.participant.id in asks
        )
    ]


def _unlisted(rows: Iterable[DayRow], unlisted: set[UUID]) -> list[Known]:
    shown = {row.participant.id: row.participant for row in rows if row.participant}
    return [one for one in shown.values() if one.id in unlisted]
