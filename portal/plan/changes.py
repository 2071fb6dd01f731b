"""What is otherwise between two states of a plan, as a list that a version keeps and a page can read out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.plan.document import PlanDocument
from portal.plan.parts import PLAN, Part, differing, is_same, laid_out, under

OF_THE_PLAN = {
    "own_words": "own-words",
    "follow_up_on": "follow-up",
    "agreed_on": "agreed-on",
    "owner": "owner",
    "kind": "kind",
}
Change = dict[str, Any]


def changes(before: PlanDocument | None, after: PlanDocument) -> list[Change]:
    """Each change as `what`, `id`, `before`, `after`, `fields`, and `values`: field → what stood and what stands.

    Whatever is new, gone or says something else stands once; that only the order is another is one line a place.
    """
    old = laid_out(before or PlanDocument(after.kind))
    new = laid_out(after)
    return [
        *_of_the_plan(old[PLAN], new[PLAN]),
        *_kept_and_new(old, new),
        *_gone(old, new),
        *_order(old, new),
    ]


def _of_the_plan(old: Part, new: Part) -> Iterator[Change]:
    for name, what in OF_THE_PLAN.items():
        before, after = old.values[name], new.values[name]
        if not is_same(name, before, after):
            yield _change(what, None, before, after, [name])


def _kept_and_new(old: dict[str, Part], new: dict[str, Part]) -> Iterator[Change]:
    for part in new.values():
        before = old.get(part.id)
        if part.id == PLAN:
            continue
        if before is None:
            yield _change(f"{part.what}-added", part.id, None, part.text)
            continue
        fields = differing(part, before)
        if fields:
            values = {name: [before.values.get(name), part.values[name]] for name in fields}
            changed = _change(f"{part.what}-changed", part.id, before.text, part.text, fields)
            yield {**changed, "values": values}
        if before.parent != part.parent:
            yield _change(
                f"{part.what}-moved",
                part.id,
                old[before.parent or PLAN].text,
                new[part.parent or PLAN].text,
            )


def _gone(old: dict[str, Part], new: dict[str, Part]) -> Iterator[Change]:
    for part in old.values():
        if part.id not in new:
            yield _change(f"{part.what}-removed", part.id, part.text, None)


def _order(old: dict[str, Part], new: dict[str, Part]) -> Iterator[Change]:
    for parent in new.values():
        before = [one.id for one in under(old, parent.id)]
        after = [one.id for one in under(new, parent.id)]
        stayed = set(before) & set(after)
        if [i for i in before if i in stayed] != [i for i in after if i in stayed]:
            yield _change("order", None if parent.id == PLAN else parent.id, None, parent.text)


def _change(
    what: str, part_id: str | None, before: Any, after: Any, fields: list[str] | None = None
) -> Change:
    return {"what": what, "id": part_id, "before": before, "after": after, "fields": fields or []}
