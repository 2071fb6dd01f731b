"""Whether we were in time: first meetings, follow-ups, answers; and how often contact persons changed.

Each figure is of a half-year that is over and of the whole municipality: never of one caseworker, never of fewer than
five people. It says how things stood when the half-year ended: what is waited for belongs to the half-year in which its
last day falls; whoever still waits then was not in time, and what happens in the next half-year changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from uuid import UUID

from portal import clock
from portal.half_years import HalfYear
from portal.messages import promise
from portal.municipality.models import Municipality
from portal.results.hiding import LEAST
from portal.results.history import Contact, History
from portal.results.intervals import Share, share

USUAL_FIRST_CONTACT = 10
USUAL_FOLLOW_UP = (6, 8)


class Waited(NamedTuple):
    """What one person waited for: whether it came in time, and after how many days, if it came in that half-year."""

    whose: UUID
    was_in_time: bool
    took: float | None


@dataclass(frozen=True)
class InTime:
    """How many were in time, and how long it took in the middle (days)."""

    share: Share | None
    """None when it is about fewer than five people."""
    middle: float | None
    """Of what had come when the half-year ended; None when that was for fewer than five people."""


def in_time(found: Iterable[Waited]) -> InTime:
    """What so many waited for, counted together."""
    everything = list(found)
    came = [(one.whose, one.took) for one in everything if one.took is not None]
    if _people(one.whose for one in everything) < LEAST:
        return InTime(None, None)
    is_told = _people(whose for whose, _ in came) >= LEAST
    return InTime(
        share(sum(one.was_in_time for one in everything), len(everything)),
        float(median(took for _, took in came)) if is_told else None,
    )


def _people(whose: Iterable[UUID]) -> int:
    return len(set(whose))


def first_meetings(history: History, period: HalfYear, municipality: Municipality | None) -> InTime:
    """From the day she got her first contact person to her first meeting, for those who were to have met in that
    half-year.

    In time: within the working days of the routine `first_contact_within_working_days`. Who had no contact person any
    more on the last day, and had not met anybody, waited for nothing.
    """
    within = municipality.first_contact_within_working_days if municipality else USUAL_FIRST_CONTACT
    return in_time(_first_meetings(history, period, within))


def _first_meetings(history: History, period: HalfYear, within: int) -> Iterator[Waited]:
    for whose, contacts in history.contacts.items():
        on = contacts[0].first
        last_day = _working_days_after(on, within)
        if last_day not in period:
            continue
        held = history.held.get(whose)
        met = held[0].on if held and held[0].on <= period.last else None
        if met:
            yield Waited(whose, met <= last_day, max(0, (met - on).days))
        elif _is_ours(contacts, last_day):
            yield Waited(whose, was_in_time=False, took=None)


def follow_ups(history: History, period: HalfYear, municipality: Municipality | None) -> InTime:
    """From one follow-up to the next, for those who were to have had the next one in that half-year. In time: within
    the longest of the routine `follow_up_weeks` (eight). Whoever had no contact person any more waited for none."""
    weeks = (municipality.follow_up_weeks if municipality else USUAL_FOLLOW_UP)[1]
    return in_time(_follow_ups(history, period, timedelta(weeks=weeks)))


def _follow_ups(history: History, period: HalfYear, longest: timedelta) -> Iterator[Waited]:
    for whose, held in history.held.items():
        days = [one.on for one in held if one.is_follow_up and one.on <= period.last]
        for before, after in pairwise([*days, None]):
            if before is None or before + longest not in period:
                continue
            if after:
                yield Waited(whose, after <= before + longest, (after - before).days)
            elif _is_ours(history.contacts.get(whose, ()), before + longest):
                yield Waited(whose, was_in_time=False, took=None)


def _is_ours(contacts: Sequence[Contact], day: date) -> bool:
    """Whether somebody was her contact person that day."""
    return any(one.first <= day and (one.last is None or day <= one.last) for one in contacts)


def answers(history: History, period: HalfYear, municipality: Municipality | None) -> InTime:
    """From a question of hers to our answer, in working days, for the questions whose first promise ends in that
    half-year.

    In time: by the day she was told, as it is kept with the answer. What was written to her without being an answer
    does not count. A promise that is given anew moves no question to another half-year.
    """
    return in_time(_answers(history, period, municipality))


def _answers(
    history: History, period: HalfYear, municipality: Municipality | None
) -> Iterator[Waited]:
    earliest, latest = period.before.begins_at, period.ends_at
    for one in history.questions:
        if not earliest <= one.since < latest:
            continue
        asked_on = clock.local(one.since).date()
        first_promise = promise.answer_by(one.since, municipality)
        if first_promise not in period:
            continue
        on = _day(one.answered_at)
        if on is None or on > period.last:
            yield Waited(one.whose, was_in_time=False, took=None)
        else:
            is_in_time = on <= (one.by or first_promise)
            yield Waited(one.whose, is_in_time, _working_days(asked_on, on))


def _day(at: datetime | None) -> date | None:
    return clock.local(at).date() if at else None


@lru_cache(maxsize=4096)
def _working_days(since: date, until: date) -> int:
    return promise.working_days_late(since, until)


@lru_cache(maxsize=4096)
def _working_days_after(day: date, number: int) -> date:
    return promise.working_days_after(day, number)


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
