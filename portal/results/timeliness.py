"""Whether we were in time: first meetings, follow-ups, answers; and how often contact persons changed.

Each figure is of a half-year and of the whole municipality: never of one caseworker, never of fewer than five.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median

from portal import clock
from portal.messages import promise
from portal.municipality.models import Municipality
from portal.results.hiding import LEAST
from portal.results.history import History
from portal.results.intervals import Share, share
from portal.results.periods import HalfYear

USUAL_FIRST_CONTACT = 10
USUAL_FOLLOW_UP = (6, 8)


@dataclass(frozen=True)
class InTime:
    """How many were in time, and how long it took in the middle (days)."""

    share: Share | None
    """None when there were fewer than five."""
    middle: float | None


def in_time(days: Iterable[tuple[float, bool]]) -> InTime:
    """So many days each, and whether that was in time."""
    found = list(days)
    if len(found) < LEAST:
        return InTime(None, None)
    return InTime(
        share(sum(was for _, was in found), len(found)), float(median(took for took, _ in found))
    )


def first_meetings(history: History, period: HalfYear, municipality: Municipality | None) -> InTime:
    """From the day she got her first contact person, in that half-year, to her first meeting; those who have had one.

    In time: within the working days of the routine `first_contact_within_working_days`.
    """
    within = municipality.first_contact_within_working_days if municipality else USUAL_FIRST_CONTACT
    return in_time(
        _until_met(contacts[0].first, history.held[whose][0].on, within)
        for whose, contacts in history.contacts.items()
        if contacts[0].first in period and whose in history.held
    )


def _until_met(on: date, met: date, within: int) -> tuple[float, bool]:
    return max(0, (met - on).days), met <= promise.working_days_after(on, within)


def follow_ups(history: History, period: HalfYear, municipality: Municipality | None) -> InTime:
    """From one follow-up to the next, for those held in that half-year. In time: within the longest of the routine
    `follow_up_weeks` (eight)."""
    longest = (municipality.follow_up_weeks if municipality else USUAL_FOLLOW_UP)[1]
    gaps = [
        (after - before).days
        for held in history.held.values()
        for before, after in pairwise(one.on for one in held if one.is_follow_up)
        if after in period
    ]
    return in_time((gap, gap <= longest * 7) for gap in gaps)


def answers(history: History, period: HalfYear, now: datetime) -> InTime:
    """From a question of hers to our answer, in working days, for the questions asked in that half-year.

    In time: by the day she was told, as it is kept with the answer. What was written to her without being an answer
    does not count. A question that nobody has answered yet counts when its day has passed.
    """
    return in_time(
        (
            _working_days(one.since, one.answered_at or now),
            one.answered_at is not None
            and one.by is not None
            and clock.local(one.answered_at).date() <= one.by,
        )
        for one in history.questions
        if period.begins_at <= one.since < period.ends_at
    )


def _working_days(since: datetime, until: datetime) -> float:
    return promise.working_days_late(clock.local(since).date(), clock.local(until).date())


@dataclass(frozen=True)
class Changes:
    """How often main contact persons changed; None for fewer than five participants."""

    participants: int
    a_participant: float | None


def changes_of_contact(history: History, period: HalfYear) -> Changes:
    """How many new main contacts each participant got in that half-year, her very first apart."""
    mains = [
        [one for one in contacts if one.is_main and one.first <= period.last]
        for contacts in history.contacts.values()
    ]
    here = [
        hers for hers in mains if any(one.last is None or one.last >= period.first for one in hers)
    ]
    if len(here) < LEAST:
        return Changes(len(here), None)
    changed = sum(one.first in period for hers in here for one in hers[1:])
    return Changes(len(here), changed / len(here))
