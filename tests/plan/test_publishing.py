"""From a draft to what she sees: versions, what changed, what stays hers, and two who write at once."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Staff
from portal.plan import answers, closing, drafts, editing, publishing, typed
from portal.plan.document import PlanDocument
from portal.plan.drafts import Manuscript
from portal.plan.merging import Prefer
from portal.plan.models import Plan, PlanKind, Step, StepKind
from portal.plan.problems import Reason
from portal.plan.step_part import Party, State, StepPart
from portal.plan.version_models import PlanDraft, PlanVersion
from portal.writing import Translated, Writing
from tests.cast import Cast, assign, sv
from tests.plan.writing import plan, step

NOW = clock.now()
TODAY = clock.today()


def manuscript(db: Session, cast: Cast, made: Plan, staff: Staff | None = None) -> Manuscript:
    """The plan as somebody opens it in a request of her own."""
    db.commit()
    db.expire_all()
    db.info.pop("directory", None)
    return drafts.open_(db, staff or cast.karin, cast.amina, made.id, to_write=True)


def write(
    db: Session, cast: Cast, made: Plan, document: PlanDocument, staff: Staff | None = None
) -> PlanDraft:
    opened = manuscript(db, cast, made, staff)
    drafts.keep(db, opened, document, token=opened.token, act=uuid4().hex, now=NOW)
    assert opened.draft
    return opened.draft


def changed(opened: Manuscript, one: Step, **values: object) -> PlanDocument:
    document = opened.document
    return editing.with_step(
        document, document.above(one.id).id, document.step(one.id).with_(**values)
    )


def test_a_changed_step_keeps_its_identity_and_her_answer_and_makes_a_version(
    db: Session, cast: Cast
) -> None:
    one, other = step("Gå till SFI"), step("Ring Komvux")
    made = plan(db, cast.amina, one, other)
    answers.answer(db, cast.amina, one.id, "unsure", "", now=NOW)
    document = changed(manuscript(db, cast, made), one, text=sv("Gå till SFI på torsdag"))
    draft = write(db, cast, made, document)
    later = clock.now() + timedelta(minutes=5)
    version = publishing.publish(db, draft, now=later)
    db.commit()
    db.expire_all()
    row = db.get_one(Step, one.id)
    assert row.text.original == "Gå till SFI på torsdag"
    assert row.answer and row.answer.answer == "unsure"
    assert row.changed_at == later and db.get_one(Step, other.id).changed_at < later
    assert version.number == made.version == 1 and version.staff_id == cast.karin.id
    [change] = version.changes
    assert (change["what"], change["id"], change["fields"]) == ("step-changed", str(one.id), ["text"])  # fmt: skip
    assert change["before"] == {"sv": "Gå till SFI"}
    assert db.scalar(sa.select(sa.func.count(PlanDraft.id))) == 0


def test_what_is_published_says_the_same_as_the_document_it_came_from(
    db: Session, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("Gå till SFI", weekly=[(1, "09:00", "12:00")]))
    document = manuscript(db, cast, made).document
    sub_goal = document.sub_goals[0]
    new = StepPart(
        uuid4(), sv("Praktik"), Party(organisation=cast.employment.id), why=sv("För att pröva"),
        companions=(Party(), Party(staff=cast.lars.id)), kind=StepKind.REQUIRED,
        affects_money=True, decided_by=cast.support.id, ground=sv("12 kap. 4 §"),
        starts_on=TODAY, due_on=TODAY + timedelta(days=3), state=State.PAUSED, state_on=TODAY,
        state_reason=sv("Sjuk"),
    )  # fmt: skip
    document = editing.with_step(document, sub_goal.id, new)
    document = editing.with_goal(document, uuid4(), sv("Ett mål till"))
    document = editing.moved(document, new.id, -1)
    version = publishing.publish(db, write(db, cast, made, document), now=NOW)
    assert PlanDocument.from_row(manuscript(db, cast, made).plan or made) == document
    assert PlanDocument.from_json(version.document) == document
    assert [one["what"] for one in version.changes] == ["step-added", "goal-added"]


def test_a_new_plan_keeps_the_identity_its_draft_had(db: Session, cast: Cast) -> None:
    key = uuid4()
    first = PlanDocument(PlanKind.SIP, owner=cast.support.id)
    draft = drafts.begin(db, cast.karin, cast.amina, None, NOW, document=first, key=key)
    assert drafts.begin(db, cast.karin, cast.amina, None, NOW, document=first, key=key) is draft
    goal, sub_goal = uuid4(), uuid4()
    opened = drafts.open_(db, cast.karin, cast.amina, key)
    document = editing.with_goal(opened.document, goal, sv("Må bättre"))
    document = editing.with_sub_goal(document, goal, sub_goal, sv("Träffa vården"))
    document = editing.with_step(document, sub_goal, StepPart(uuid4(), sv("Ring"), Party()))
    drafts.keep(db, opened, document, token=opened.token, act="a", now=NOW)
    publishing.publish(db, draft, now=NOW)
    db.commit()
    made = db.get_one(Plan, key)
    assert made.version == 1 and made.kind is PlanKind.SIP and made.owner_id == cast.support.id
    assert [one.text.original for one in made.goals[0].sub_goals[0].steps] == ["Ring"]


def test_what_she_did_meanwhile_stays_done(db: Session, cast: Cast) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    draft = write(db, cast, made, changed(manuscript(db, cast, made), one, due_on=TODAY))
    answers.mark_done(db, cast.amina, one.id, today=TODAY)
    db.commit()
    publishing.publish(db, draft, now=NOW)
    assert one.done_on == TODAY and one.done_by_herself and one.due_on == TODAY


def test_a_translation_made_meanwhile_is_not_lost(db: Session, cast: Cast) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    draft = write(db, cast, made, changed(manuscript(db, cast, made), one, due_on=TODAY))
    one.text = one.text.with_translation("ar", "اذهب", Translated("Tolk", "2026-01-01"))
    db.commit()
    publishing.publish(db, draft, now=NOW)
    assert one.text.texts["ar"] == "اذهب"


def test_the_words_of_a_step_she_agreed_to_are_frozen_but_its_day_may_move(
    db: Session, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    draft = write(db, cast, made, changed(manuscript(db, cast, made), one, text=sv("Något annat")))
    one.agreed_at = NOW
    db.commit()
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(db, draft, now=NOW)
    assert [found.reason for found in refused.value.problems] == [Reason.AGREED]
    opened = manuscript(db, cast, made)
    moved = changed(opened, one, text=sv("Gå till SFI"), due_on=TODAY)
    drafts.keep(db, opened, moved, token=opened.token, act="b", now=NOW)
    assert opened.draft
    publishing.publish(db, opened.draft, now=NOW)
    assert one.due_on == TODAY and one.text.original == "Gå till SFI"


def test_an_answered_step_is_dropped_with_a_reason_and_never_deleted(
    db: Session, cast: Cast
) -> None:
    one, other = step("Gå till SFI"), step("Ring Komvux")
    made = plan(db, cast.amina, one, other)
    before = manuscript(db, cast, made).document
    document = editing.removed(editing.removed(before, one.id), other.id)
    draft = write(db, cast, made, document)
    answers.answer(db, cast.amina, one.id, "cannot", "", now=NOW)
    db.commit()
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(db, draft, now=NOW)
    [problem] = refused.value.problems
    assert (problem.reason, problem.step_id) == (Reason.ANSWERED, one.id)
    opened = manuscript(db, cast, made)
    back = editing.brought_back(opened.document, before, one.id)
    back = editing.with_state(back, one.id, State.DROPPED, TODAY, sv("Det passade inte"))
    drafts.keep(db, opened, back, token=opened.token, act="b", now=NOW)
    assert opened.draft
    version = publishing.publish(db, opened.draft, now=NOW)
    db.commit()
    db.expire_all()
    row = db.get_one(Step, one.id)
    assert row.dropped_on == TODAY and row.answer is not None
    assert row.state_reason and row.state_reason.original == "Det passade inte"
    assert db.get(Step, other.id) is None
    assert [one["what"] for one in version.changes] == ["step-changed", "step-removed"]


def test_a_step_whose_doer_has_left_needs_a_new_one(db: Session, cast: Cast) -> None:
    one = step("Ring Amina", cast.lars)
    made = plan(db, cast.amina, one)
    document = editing.with_facts(manuscript(db, cast, made).document, follow_up_on=TODAY)
    draft = write(db, cast, made, document)
    cast.lars.ended_on = TODAY - timedelta(days=1)
    db.commit()
    db.info.pop("directory", None)
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(db, draft, now=NOW)
    [problem] = refused.value.problems
    assert (problem.reason, problem.step_id) == (Reason.DOER_LEFT, one.id)


def test_nothing_is_published_for_somebody_who_has_moved_and_the_draft_is_kept(
    db: Session, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    draft = write(db, cast, made, changed(manuscript(db, cast, made), one, due_on=TODAY))
    cast.amina.moved_on = TODAY
    db.commit()
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(db, draft, now=NOW)
    assert refused.value.problems[0].reason is Reason.MOVED_AWAY
    assert db.get(PlanDraft, draft.id) and made.version == 0


def test_two_editors_lose_nothing_whichever_words_are_chosen(db: Session, cast: Cast) -> None:
    for prefer, text, due in (
        (Prefer.MINE, "Mina ord", TODAY), (Prefer.THEIRS, "Deras ord", TODAY)
    ):  # fmt: skip
        one, other = step("Gå till SFI"), step("Ring Komvux")
        made = plan(db, cast.amina, one, other)
        assign(db, cast.amina, cast.lars, from_on=date(2020, 1, len(prefer)))
        opened = manuscript(db, cast, made)
        mine = write(db, cast, made, changed(opened, one, text=sv("Mina ord"), due_on=TODAY))
        theirs = changed(opened, one, text=sv("Deras ord"))
        theirs = editing.with_step(theirs, theirs.sub_goals[0].id, StepPart(uuid4(), sv("Nytt"), Party()))  # fmt: skip
        publishing.publish(db, write(db, cast, made, theirs, cast.lars), now=NOW)
        with pytest.raises(publishing.PlanMoved):
            publishing.publish(db, mine, now=NOW)
        opened = manuscript(db, cast, made)
        [both] = publishing.conflicts(opened)
        assert both.fields == ["text"] and both.mine and both.theirs
        assert both.mine.text == {"sv": "Mina ord"} and both.theirs.text == {"sv": "Deras ord"}
        publishing.bring_together(db, opened, prefer, now=NOW)
        version = publishing.publish(db, mine, now=NOW)
        home = made.goals[0].sub_goals[0].id
        found = db.scalars(sa.select(Step).where(Step.sub_goal_id == home))
        rows = {row.text.original: row for row in found}
        assert set(rows) == {text, "Ring Komvux", "Nytt"} and rows[text].due_on == due
        assert version.number == 2
        db.commit()


def test_a_choice_between_two_texts_can_be_undone(db: Session, cast: Cast) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    opened = manuscript(db, cast, made)
    write(db, cast, made, changed(opened, one, text=sv("Mina ord")))
    theirs = write(db, cast, made, changed(opened, one, text=sv("Deras ord")), cast.lars)
    publishing.publish(db, theirs, now=NOW)
    opened = manuscript(db, cast, made)
    publishing.bring_together(db, opened, Prefer.THEIRS, now=NOW)
    assert opened.document.steps[0].text.original == "Deras ord" and not opened.is_moved
    assert drafts.undo(db, opened, token=opened.token, now=NOW)
    assert opened.document.steps[0].text.original == "Mina ord" and opened.is_moved


def test_a_step_moved_to_another_sub_goal_stays_the_same_step(db: Session, cast: Cast) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    answers.answer(db, cast.amina, one.id, "works", "", now=NOW)
    goal, home = made.goals[0].id, made.goals[0].sub_goals[0].id
    document = editing.with_sub_goal(manuscript(db, cast, made).document, goal, uuid4(), sv("Två"))
    document = editing.removed(editing.moved(document, one.id, 1), home)
    version = publishing.publish(db, write(db, cast, made, document), now=NOW)
    db.commit()
    db.expire_all()
    row = db.get_one(Step, one.id)
    assert row.answer and row.sub_goal and row.sub_goal.text.original == "Två"
    assert {"step-moved", "sub-goal-added", "sub-goal-removed"} == {
        found["what"] for found in version.changes
    }


def test_a_draft_that_says_the_same_is_no_version(db: Session, cast: Cast) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    draft = write(db, cast, made, manuscript(db, cast, made).document)
    with pytest.raises(publishing.NothingChanged):
        publishing.publish(db, draft, now=NOW)


def test_a_plan_is_finished_with_a_summary_and_every_open_step_decided(
    db: Session, cast: Cast
) -> None:
    one, other = step("Gå till SFI"), step("Ring Komvux")
    made = plan(db, cast.amina, one, other)
    opened = manuscript(db, cast, made)
    with pytest.raises(typed.Faults) as refused:
        closing.finish(db, opened, "", "sv", {one.id: "done"}, token=opened.token, now=NOW)
    assert set(refused.value.faults) == {"summary", f"step-{other.id}"}
    decided = {one.id: "done", other.id: "dropped"}
    version = closing.finish(db, opened, "Det gick bra", "sv", decided, token="0.0", now=NOW)
    assert version and made.finished_on == TODAY and made.is_finished
    assert made.closing_summary == Writing.in_("sv", "Det gick bra")
    assert one.done_on == TODAY and other.dropped_on == TODAY and other.state_reason
    assert closing.finish(db, opened, "Igen", "sv", {}, token="0.0", now=NOW) is None
    assert db.scalar(sa.select(sa.func.count(PlanVersion.id))) == 1
    with pytest.raises(drafts.IsFinished):
        drafts.begin(db, cast.karin, cast.amina, made, NOW)
