"""Drafts, and the rules of writing: what two people wrote comes together, and what is otherwise is told."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.plan import drafts, editing
from portal.plan.changes import changes
from portal.plan.document import GoalPart, PlanDocument, SubGoalPart
from portal.plan.load import load
from portal.plan.merging import Prefer, both_changed, merged
from portal.plan.models import PlanKind
from portal.plan.reading import Plans
from portal.plan.step_part import Hours, Party, State, StepPart
from portal.plan.version_models import PlanDraft
from portal.writing import Writing
from tests.cast import Cast, sv
from tests.plan.writing import plan, step

NOW = clock.now()
TODAY = clock.today()


def part(text: str, **facts: object) -> StepPart:
    return StepPart(uuid4(), sv(text), Party()).with_(**facts)


def document(*steps: StepPart) -> PlanDocument:
    sub_goal = SubGoalPart(uuid4(), sv("Delmål"), None, list(steps))
    return PlanDocument(PlanKind.ACTION, goals=[GoalPart(uuid4(), sv("Mål"), None, [sub_goal])])


def texts(found: PlanDocument) -> list[str]:
    return [one.text.original for one in found.steps]


def changed(found: PlanDocument, step_id: UUID, **facts: object) -> PlanDocument:
    home = found.above(step_id).id
    return editing.with_step(found, home, found.step(step_id).with_(**facts))


def test_a_document_is_read_back_as_it_was_kept() -> None:
    whole = document(
        part(
            "Gå till SFI", why=Writing({"sv": "För språket", "ar": "للغة"}),
            doer=Party(staff=uuid4()), companions=(Party(), Party(organisation=uuid4())),
            starts_on=date(2026, 1, 1), weekly=(Hours(0, "09:00", "12:00"),),
            state=State.PAUSED, state_on=date(2026, 1, 2), state_reason=sv("Sjuk"),
        )
    )  # fmt: skip
    assert PlanDocument.from_json(whole.to_json()) == whole


def test_what_each_changed_stands_side_by_side_even_in_one_step() -> None:
    one, two = part("Ett"), part("Två")
    base = document(one, two)
    mine = changed(base, one.id, text=sv("Ett, mitt"))
    theirs = changed(changed(base, one.id, due_on=TODAY), two.id, text=sv("Två, deras"))
    assert not both_changed(base, theirs, mine)
    found = merged(base, theirs, mine)
    assert texts(found) == ["Ett, mitt", "Två, deras"] and found.step(one.id).due_on == TODAY


@pytest.mark.parametrize(("prefer", "text"), [(Prefer.MINE, "Mitt"), (Prefer.THEIRS, "Deras")])
def test_where_both_changed_the_same_words_one_of_us_decides(prefer: Prefer, text: str) -> None:
    one = part("Ett")
    base = document(one)
    mine, theirs = changed(base, one.id, text=sv("Mitt")), changed(base, one.id, text=sv("Deras"))
    [both] = both_changed(base, theirs, mine)
    assert both.fields == ["text"]
    assert texts(merged(base, theirs, mine, prefer)) == [text]


@pytest.mark.parametrize(("prefer", "left"), [(Prefer.MINE, ["Mitt"]), (Prefer.THEIRS, [])])
def test_what_one_took_away_and_the_other_changed(prefer: Prefer, left: list[str]) -> None:
    one = part("Ett")
    base = document(one)
    mine, theirs = changed(base, one.id, text=sv("Mitt")), editing.removed(base, one.id)
    [both] = both_changed(base, theirs, mine)
    assert both.theirs is None and both.mine
    assert texts(merged(base, theirs, mine, prefer)) == left


def test_a_step_put_under_a_sub_goal_that_the_other_took_away_brings_it_back() -> None:
    base = document()
    home = base.sub_goals[0].id
    mine = editing.with_step(base, home, part("Nytt"))
    theirs = editing.removed(base, base.goals[0].id)
    assert texts(merged(base, theirs, mine)) == ["Nytt"]


def test_new_steps_of_both_and_a_new_order_are_kept() -> None:
    one, two = part("Ett"), part("Två")
    base = document(one, two)
    home = base.sub_goals[0].id
    mine = editing.moved(editing.with_step(base, home, part("Mitt")), one.id, 1)
    theirs = editing.with_step(base, home, part("Deras"))
    found = texts(merged(base, theirs, mine))
    assert sorted(found) == ["Deras", "Ett", "Mitt", "Två"]
    assert found.index("Två") < found.index("Ett")


def test_a_translation_is_no_change_and_the_newest_one_stays() -> None:
    one = part("Ett")
    base = document(one)
    theirs = changed(base, one.id, text=Writing({"sv": "Ett", "ar": "واحد"}))
    assert changes(base, theirs) == []
    found = merged(base, theirs, changed(base, one.id, due_on=TODAY))
    assert found.step(one.id).text.texts["ar"] == "واحد"


def test_each_change_is_told_once_with_what_stood_before() -> None:
    one, two, three = part("Ett"), part("Två"), part("Tre")
    before = document(one, two, three)
    after = editing.removed(changed(before, one.id, text=sv("Ett!"), due_on=TODAY), three.id)
    after = editing.moved(after, one.id, 1)
    after = editing.with_facts(after, own_words=sv("Jag vill"), follow_up_on=TODAY)
    told = {one["what"]: one for one in changes(before, after)}
    assert set(told) == {"own-words", "follow-up", "step-changed", "step-removed", "order"}
    assert told["step-changed"]["fields"] == ["text", "due_on"]
    assert told["step-changed"]["before"] == {"sv": "Ett"}
    assert told["step-changed"]["values"]["due_on"] == [None, TODAY.isoformat()]
    assert told["step-removed"]["after"] is None and told["own-words"]["before"] is None


def test_a_step_goes_on_into_the_next_sub_goal_and_stops_at_the_end() -> None:
    one, two = part("Ett"), part("Två")
    found = document(one, two)
    found = editing.with_sub_goal(found, found.goals[0].id, uuid4(), sv("Två"))
    found = editing.moved(found, two.id, 1)
    assert [len(home.steps) for home in found.sub_goals] == [1, 1]
    assert editing.moved(found, two.id, 1) == found
    back = editing.moved(found, two.id, -1)
    assert texts(back) == ["Ett", "Två"] and back.above(two.id).id == back.above(one.id).id


def test_hours_in_all_plans_are_counted_without_what_rests_or_is_over() -> None:
    hours = (Hours(0, "09:00", "12:00"),)
    found = load(
        Plans([], []),
        uuid4(),
        document(
            part("Räknas", weekly=hours),
            part("Krockar", weekly=(Hours(0, "11:00", "12:00"),)),
            part("Pausat", weekly=hours, state=State.PAUSED),
            part("Förbi", weekly=hours, due_on=TODAY - timedelta(days=1)),
            part("Någon annans", weekly=hours, doer=Party(staff=uuid4())),
        ),
        TODAY,
    )
    assert found.minutes == 240
    assert [(one.first.text.original, one.second.text.original) for one in found.clashes][:1] == [
        ("Räknas", "Krockar")
    ]


def test_a_draft_is_begun_once_for_each_plan_and_caseworker(db: Session, cast: Cast) -> None:
    made = plan(db, cast.amina, step("Gå till SFI"))
    first = drafts.begin(db, cast.karin, cast.amina, made, NOW)
    assert drafts.begin(db, cast.karin, cast.amina, made, NOW) is first
    assert drafts.begin(db, cast.lars, cast.amina, made, NOW) is not first
    assert db.scalar(sa.select(sa.func.count(PlanDraft.id))) == 2


def test_a_new_plan_on_a_colleagues_desk_does_not_exist(db: Session, cast: Cast) -> None:
    key = uuid4()
    drafts.begin(
        db, cast.karin, cast.amina, None, NOW, document=PlanDocument(PlanKind.SIP), key=key
    )
    assert drafts.open_(db, cast.karin, cast.amina, key).plan is None
    for staff, participant in ((cast.lars, cast.amina), (cast.karin, cast.bashir)):
        with pytest.raises(NoResultFound):
            drafts.open_(db, staff, participant, key)


def test_two_tabs_cannot_write_over_each_other(db: Session, cast: Cast) -> None:
    made = plan(db, cast.amina, step("Gå till SFI"))
    opened = drafts.open_(db, cast.karin, cast.amina, made.id)
    old = opened.token
    drafts.keep(db, opened, opened.document, token=old, act="one", now=NOW)
    drafts.keep(db, opened, opened.document, token=old, act="one", now=NOW)
    assert opened.draft and opened.draft.revision == 1
    with pytest.raises(drafts.ChangedElsewhere):
        drafts.keep(db, opened, opened.document, token=old, act="another", now=NOW)
