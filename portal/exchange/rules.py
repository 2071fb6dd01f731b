"""What must hold between the values of one mapping or one list of a file."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

from portal.exchange.faults import Place
from portal.exchange.shapes import Findings, Record

PARTIES = ("participant", "staff", "organisation")


def one_party(record: Record, findings: Findings) -> None:
    """A step has exactly one doer: nobody may think that somebody else does it."""
    named = [party for party in PARTIES if party in record]
    if len(named) != 1:
        said = " and ".join(named) or "nobody"
        findings.fault(
            record.place, f"{said} is named; exactly one of {', '.join(PARTIES)} is expected"
        )
    elif record[named[0]] is False:
        findings.fault(record.where("participant"), "can only be true; else name somebody")


def ends_after_it_begins(record: Record, findings: Findings) -> None:
    """What has an end has it on the day it begins, or later."""
    begins, ends = record.get("from"), record.get("until")
    if begins and ends and ends < begins:
        findings.fault(record.where("until"), f"{ends} is before its beginning, {begins}")


def hours_follow_each_other(record: Record, findings: Findings) -> None:
    """Weekly hours end later on the same day than they begin."""
    begins, ends = record.get("from"), record.get("until")
    if begins and ends and ends <= begins:
        findings.fault(record.where("until"), f"{ends} is not after {begins}")


def lowest_first(values: list[Any], place: Place, findings: Findings) -> None:
    """Two numbers or times that are the ends of a span stand in order."""
    known = [value for value in values if value is not None]
    if known != sorted(known):
        findings.fault(place, f"{known[0]} is after {known[1]}; the lower one goes first")


def plan_or_plans(record: Record, findings: Findings) -> None:
    """`plan` is one plan, `plans` several: both at once leave open which holds."""
    if "plan" in record and "plans" in record:
        findings.fault(record.where("plans"), "stands beside plan; write all of them under plans")


def contacts_agree(record: Record, findings: Findings) -> None:
    """Nobody is somebody's contact twice over, and at any time at most one is the main contact."""
    contacts = [
        contact
        for name in ("contacts", "earlier_contacts")
        for contact in record.get(name) or []
        if contact and contact.get("staff")
    ]
    for one, other in combinations(contacts, 2):
        if _is_same(one, other):
            findings.fault(
                other.place,
                f'"{one["staff"]}" is a contact from that day already (line {one.place.line})',
            )
        elif one.get("main") and other.get("main") and _overlap(one, other):
            what = f'"{one["staff"]}" and "{other["staff"]}" are main contacts at the same time'
            findings.fault(other.where("main"), what)


def _is_same(one: Record, other: Record) -> bool:
    return bool(one["staff"] == other["staff"] and one.get("from") == other.get("from"))


def _overlap(one: Record, other: Record) -> bool:
    """Whether two periods share more than the day on which one took over from the other."""
    first, second = sorted([one, other], key=lambda contact: contact.get("from") or date.min)
    return first.get("until") is None or first["until"] > (second.get("from") or date.min)


def enrolled_once(record: Record, findings: Findings) -> None:
    """Nobody begins the same measure twice on one day."""
    seen: set[tuple[str, date | None]] = set()
    for measure in record.get("measures") or []:
        entry = (
            (measure["measure"], measure.get("from"))
            if measure and measure.get("measure")
            else None
        )
        if entry in seen:
            findings.fault(
                measure.place, f'"{measure["measure"]}" stands here with that day already'
            )
        elif entry:
            seen.add(entry)
