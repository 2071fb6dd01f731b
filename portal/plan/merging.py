"""Bringing together what two people wrote in the same plan, so that nothing of either is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.plan.document import PlanDocument
from portal.plan.parts import BESIDE, PLAN, Part, differing, is_same, laid_out, put_together, under

STATE = ("state", "state_on", "state_reason")


class Prefer(StrEnum):
    """Whose words stand where both have changed the same thing."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Both:
    """One thing that both have changed: as it stands now, and as it stands in the draft; None when it is gone."""

    theirs: Part | None
    mine: Part | None
    fields: list[str]


def merged(
    base: PlanDocument, theirs: PlanDocument, mine: PlanDocument, prefer: Prefer = Prefer.MINE
) -> PlanDocument:
    """The plan with the changes of both since `base`; `prefer` decides only where both changed the same thing."""
    old, live, draft = laid_out(base), laid_out(theirs), laid_out(mine)
    kept: dict[str, Part] = {}
    for part_id in _in_order(old, live, draft):
        part = _part(old.get(part_id), live.get(part_id), draft.get(part_id), prefer)
        if part:
            kept[part_id] = part
    return put_together(_with_what_stands_above(kept, draft, live))


def both_changed(base: PlanDocument, theirs: PlanDocument, mine: PlanDocument) -> list[Both]:
    """What both have changed since `base`, and not to the same."""
    old, live, draft = laid_out(base), laid_out(theirs), laid_out(mine)
    found = []
    for part_id, before in old.items():
        now, own = live.get(part_id), draft.get(part_id)
        if now and own:
            fields = list(_moved_apart(before, now, own))
            if fields:
                found.append(Both(now, own, fields))
        elif (now and differing(now, before)) or (own and differing(own, before)):
            found.append(Both(now, own, []))
    return found


def _moved_apart(before: Part, now: Part, own: Part) -> Iterable[str]:
    for name in before.values:
        values = before.values[name], now.values.get(name), own.values.get(name)
        if name not in BESIDE and not any(
            is_same(name, one, other)
            for one, other in ((values[0], values[1]), (values[0], values[2]), values[1:])
        ):
            yield name


def _part(before: Part | None, now: Part | None, own: Part | None, prefer: Prefer) -> Part | None:
    if now and own:
        return _woven(before or now, now, own, prefer)
    if before is None:  # new with one of us
        return now or own
    there, wins = (now, prefer is Prefer.THEIRS) if now else (own, prefer is Prefer.MINE)
    # Gone with one of us: it stays only when the other has changed it and the other's words are to stand.
    return there if there and wins and differing(there, before) else None


def _woven(before: Part, now: Part, own: Part, prefer: Prefer) -> Part:
    values = dict(now.values)
    for names in _taken_together(values):
        theirs_win = prefer is Prefer.THEIRS and _moved(names, before, now)
        if _moved(names, before, own) and not theirs_win:
            values.update({name: own.values.get(name) for name in names})
    parent = own.parent if own.parent != before.parent else now.parent
    return replace(own, values=values, parent=parent)


def _taken_together(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Each field by itself; but how it stands, since when and why come from one of us."""
    alone: list[tuple[str, ...]] = [(name,) for name in names if name not in STATE]
    return [*alone, STATE] if len(alone) < len(list(names)) else alone


def _moved(names: Iterable[str], before: Part, after: Part) -> bool:
    return any(not is_same(n, before.values.get(n), after.values.get(n)) for n in names)


def _with_what_stands_above(
    kept: dict[str, Part], draft: dict[str, Part], live: dict[str, Part]
) -> dict[str, Part]:
    """No step without its sub-goal: what one of us took away comes back when the other put something under it."""
    whole = dict(kept)
    for part in kept.values():
        above = part.parent
        while above and above not in whole:
            whole[above] = draft.get(above) or live[above]
            above = whole[above].parent
    return whole


def _in_order(old: dict[str, Part], live: dict[str, Part], draft: dict[str, Part]) -> list[str]:
    """Everything that stands with either: in my order when I have moved something, else in theirs.

    What only the other has comes after what it stands after there.
    """
    first, second = (draft, live) if _reordered(old, draft) else (live, draft)
    order = list(first)
    for part_id, part in second.items():
        if part_id not in first:
            siblings = [one.id for one in under(second, part.parent or PLAN)]
            at = siblings.index(part_id)
            order.insert(order.index(siblings[at - 1] if at else part.parent or PLAN) + 1, part_id)
    return order


def _reordered(old: dict[str, Part], new: dict[str, Part]) -> bool:
    return [one for one in old if one in new] != [one for one in new if one in old]
