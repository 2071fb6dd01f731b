"""Loading again: nothing is doubled, and what a participant did outlives a changed file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.exchange.faults import FileWrong
from portal.municipality.models import DropIn, Organisation
from portal.people.handover_models import HandoverOffer
from portal.people.models import Assignment, HandoverReason, Participant, Staff
from portal.plan.enrolment_models import Enrolment
from portal.plan.models import (
    Answer,
    ClashReport,
    Plan,
    Step,
    StepAnswer,
    StepKind,
)
from portal.writing import Translated, Writing
from tests.exchange.files import (
    CASELOAD,
    LATER,
    NOW,
    TIMRA,
    TODAY,
    Desk,
    changed,
    participant,
    step,
    with_steps,
)

SV = "sv"
CALL = "Ring Lars och säg vilka dagar du kan praktisera"
YESTERDAY = TODAY - timedelta(days=1)


def steps(db: Session) -> dict[str, Step]:
    """The steps in the database, by what they say."""
    db.expire_all()
    return {row.text.original: row for row in db.scalars(select(Step))}


def answer(db: Session, row: Step, said: str = "Jag kan på måndag") -> None:
    """She answers a step."""
    db.add(
        StepAnswer(step=row, answer=Answer.UNSURE, comment=Writing.in_(SV, said), answered_at=NOW)
    )
    db.commit()


def test_a_translation_made_here_outlives_the_file_until_the_words_change(
    desk: Desk, db: Session
) -> None:
    desk.load(TIMRA, CASELOAD)
    row = steps(db)[CALL]
    made = Translated("Hodan Ali", TODAY.isoformat())
    row.text = row.text.with_translation("so", "Lars wac", made)
    db.commit()
    desk.load(TIMRA, CASELOAD, now=LATER)
    again = steps(db)[CALL].text
    assert (again.texts["so"], again.translated["so"]) == ("Lars wac", made)
    desk.load(changed(CASELOAD, CALL, f"{CALL} nu"), now=LATER)
    assert "so" not in steps(db)[f"{CALL} nu"].text.texts


def test_loading_twice_changes_nothing_and_says_so(desk: Desk) -> None:
    desk.load(TIMRA, CASELOAD)
    before = desk.rows()
    report = desk.load(TIMRA, CASELOAD, now=LATER)
    assert desk.rows() == before
    assert not report.has_changes
    assert report.lines()[-1] == "Nothing changed."
    assert not any("new" in line for line in report.lines())


def test_a_changed_wording_keeps_her_answer(desk: Desk, db: Session) -> None:
    desk.load(TIMRA, CASELOAD)
    answer(db, steps(db)[CALL])
    report = desk.load(changed(CASELOAD, CALL, "Berätta för Lars när du kan börja"), now=LATER)
    row = steps(db)["Berätta för Lars när du kan börja"]
    assert row.answer
    assert row.answer.comment == Writing.in_(SV, "Jag kan på måndag")
    assert (row.created_at, row.changed_at) == (NOW, LATER)
    assert "steps:                  1 changed, 13 unchanged" in _spaced(report.lines())
    assert steps(db)["Gå till SFI tre dagar i veckan"].changed_at == NOW
    plan = row.sub_goal and row.sub_goal.goal.plan
    assert plan
    assert plan.changed_at == LATER


def _spaced(lines: list[str]) -> list[str]:
    return [f"{line.split(':')[0] + ':':24}{line.split(':')[1].strip()}" for line in lines[:-1]]


def test_a_new_step_before_hers_leaves_her_answer_where_it_was(timra: Desk, db: Session) -> None:
    timra.load(with_steps(step("Ring Lars"), step("Sök jobb")))
    answer(db, steps(db)["Ring Lars"])
    timra.load(with_steps(step("Boka läkare"), step("Sök jobb"), step("Ring Lars")), now=LATER)
    assert {text: bool(row.answer) for text, row in steps(db).items()} == {
        "Boka läkare": False,
        "Ring Lars": True,
        "Sök jobb": False,
    }
    moved = steps(db)["Ring Lars"]
    assert (moved.position, moved.changed_at) == (2, NOW), "another place is no news to her"


def test_a_step_that_moves_to_another_goal_takes_her_answer_along(timra: Desk, db: Session) -> None:
    timra.load(with_steps(step("Ring Lars"), step("Sök jobb")))
    answer(db, steps(db)["Ring Lars"])
    text = with_steps(step("Boka läkare"), step("Sök jobb")) + (
        "        - text: Ett annat mål\n          sub_goals:\n            - text: Samtal\n"
        f"              steps:\n              - {step('Ring Lars')}\n"
    )
    timra.load(text)
    row = steps(db)["Ring Lars"]
    assert row.answer
    assert row.sub_goal
    assert row.sub_goal.goal.text.original == "Ett annat mål"
    assert timra.counts()["step"] == 3


def test_a_step_that_is_gone_from_the_file_is_gone(timra: Desk, db: Session) -> None:
    timra.load(with_steps(step("Ring Lars"), step("Sök jobb"), step("Gå på kurs")))
    answer(db, steps(db)["Gå på kurs"])
    clash = ClashReport(
        participant_id=steps(db)["Sök jobb"].participant_id,
        first_step=steps(db)["Ring Lars"],
        second_step=steps(db)["Gå på kurs"],
        reported_at=NOW,
    )
    db.add(clash)
    db.commit()
    report = timra.load(with_steps(step("Ring Lars"), step("Sök jobb")))
    assert steps(db).keys() == {"Ring Lars", "Sök jobb"}
    assert timra.counts()["step_answer"] == timra.counts()["clash_report"] == 0
    assert any("1 removed" in line for line in report.lines())


def test_what_she_did_herself_stays_done(timra: Desk, db: Session) -> None:
    timra.load(with_steps(step("Ring Lars"), step("Sök jobb", "done_on: -3d")))
    row = steps(db)["Ring Lars"]
    row.done_on, row.done_by_herself = TODAY, True
    db.commit()
    timra.load(with_steps(step("Ring Lars"), step("Sök jobb")))
    assert steps(db)["Ring Lars"].done_on == TODAY
    assert steps(db)["Sök jobb"].done_on == TODAY - timedelta(days=3), "the file no longer says"
    timra.load(with_steps(step("Ring Lars", "done_on: -9d"), step("Sök jobb", "done_on: null")))
    assert steps(db)["Ring Lars"].done_on == TODAY
    assert steps(db)["Sök jobb"].done_on is None


def test_steps_of_her_own_and_the_language_she_chose_are_hers(timra: Desk, db: Session) -> None:
    timra.load(with_steps(step("Ring Lars")))
    her = db.scalars(select(Participant)).one()
    her.chosen_language = "ar"
    own = Step(
        participant_id=her.id, position=0, text=Writing.in_("ar", "لي"), kind=StepKind.OWN,
        is_hers=True, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    db.add(own)
    db.commit()
    timra.load(participant("P-1", "language: so", "plans: []"))
    db.expire_all()
    assert (her.language, her.chosen_language) == ("so", "ar")
    assert steps(db).keys() == {"لي"}
    assert not db.scalars(select(Plan)).all()


@pytest.mark.parametrize("more", ["weekly: [{weekday: friday, from: 9:00, until: '10:00'}]",
                                  "with: [{staff: lars}]", "bring: Ditt pass"])  # fmt: skip
def test_other_hours_or_companions_are_news_to_her(timra: Desk, db: Session, more: str) -> None:
    timra.load(with_steps(step("Ring Lars"), step("Sök jobb")))
    timra.load(with_steps(step("Ring Lars", more), step("Sök jobb")), now=LATER)
    assert steps(db)["Ring Lars"].changed_at == LATER
    assert steps(db)["Sök jobb"].changed_at == NOW
    before = timra.rows()
    timra.load(with_steps(step("Ring Lars", more), step("Sök jobb")))
    assert timra.rows() == before


def test_what_the_file_does_not_mention_is_left_alone(timra: Desk, db: Session) -> None:
    timra.load(CASELOAD)
    before = timra.rows()
    report = timra.load(participant("P-1006"))
    assert report.has_changes, "another name"
    after = timra.rows()
    assert {name for name in before if before[name] != after[name]} == {"participant"}
    farid = select(Participant.is_protected, Participant.stage_id.is_(None))
    farid = farid.where(Participant.key == "P-1006")
    assert db.execute(farid).one() == (True, False)
    timra.load(participant("P-1006", "protected: no", "stage:"))
    assert db.execute(farid).one() == (False, True)


def test_plans_are_known_by_kind_and_owner(timra: Desk, db: Session) -> None:
    first = "{kind: sip, owner: health-care, goals: [{text: Hälsa}]}"
    second = "{kind: action-plan, owner: economic-support, goals: [{text: Arbete}]}"
    timra.load(participant("P-1", f"plans: [{first}, {second}]"))
    ids = {plan.kind: plan.id for plan in db.scalars(select(Plan))}
    timra.load(participant("P-1", f"plans: [{second}, {first}]"))
    db.expire_all()
    assert {plan.kind: plan.id for plan in db.scalars(select(Plan))} == ids
    timra.load(participant("P-1", f"plan: {second}"))
    db.expire_all()
    assert db.scalars(select(Plan.id)).all() == [ids[plan] for plan in ids if plan == "action-plan"]


def test_a_measure_whose_first_day_was_corrected_is_the_same(timra: Desk, db: Session) -> None:
    timra.load(
        participant("P-1", "measures: [{measure: matrona, from: -9w}, {measure: lingio, from: 0d}]")
    )
    found = db.scalars(select(Enrolment).order_by(Enrolment.started_on)).all()
    kept = found[0].id
    timra.load(participant("P-1", "measures: [{measure: matrona, from: -8w, outcome: studies}]"))
    db.expire_all()
    enrolment = db.scalars(select(Enrolment)).one()
    assert enrolment.id == kept
    assert enrolment.started_on == TODAY - timedelta(weeks=8)


def test_staff_and_organisations_are_brought_up_to_date(desk: Desk, db: Session) -> None:
    desk.load(TIMRA, CASELOAD)
    drop_in = TIMRA[TIMRA.index("    drop_in:") : TIMRA.index("  - key: work-and-integration")]
    text = changed(TIMRA, drop_in, "")
    text = changed(text, "{sv: Kompetenscenter}", "{sv: Kompetens Timrå}")
    desk.load(text, changed(CASELOAD, "Karin Berg", "Karin Bergman"))
    assert db.scalars(select(DropIn)).all() == []
    found = db.scalars(select(Organisation).where(Organisation.key == "competence-centre")).one()
    assert found.name.original == "Kompetens Timrå"
    assert db.scalars(select(Staff.name).where(Staff.key == "karin")).one() == "Karin Bergman"


def test_what_a_municipality_no_longer_lists_is_kept_and_named(timra: Desk) -> None:
    line = next(line for line in TIMRA.splitlines(keepends=True) if "key: short-call" in line)
    report = timra.load(changed(TIMRA, line, ""))
    assert timra.counts()["meeting_type"] == 7
    assert any("1 no longer in the file, kept" in line for line in report.lines())


def test_when_one_of_two_files_is_wrong_nothing_of_either_is_loaded(desk: Desk) -> None:
    with pytest.raises(FileWrong):
        desk.load(TIMRA, changed(CASELOAD, "stage: plan", "stage: plann"))
    assert set(desk.counts().values()) == {0}


def test_a_track_that_loses_its_demands_while_steps_are_required_is_refused(desk: Desk) -> None:
    desk.load(TIMRA, CASELOAD)
    before = desk.rows()
    with pytest.raises(FileWrong, match=r"tracks\[0\].*P-1001.*required"):
        desk.load(changed(TIMRA, "demands: true", "demands: false"))
    with pytest.raises(FileWrong, match=r"participants\[0\].track.*required"):
        desk.load(participant("P-1001", "track: occupation"))
    assert desk.rows() == before


def test_a_hundred_participants_are_read_with_few_queries(timra: Desk) -> None:
    head, body = CASELOAD.split("participants:\n", 1)
    one = body[body.index("  - key: P-1003") : body.index("  - key: P-1004")]
    asked: list[str] = []
    event.listen(timra.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    selects = []
    for many in (2, 60):
        people = [one.replace("P-1003", f"X-{number}") for number in range(many)]
        timra.load(head + "participants:\n" + "".join(people))
        asked.clear()
        timra.load(head + "participants:\n" + "".join(people))
        selects.append(len(asked))
    assert selects[0] == selects[1]


def test_a_plan_that_was_published_here_is_left_alone(desk: Desk, db: Session) -> None:
    desk.load(TIMRA, CASELOAD)
    row = steps(db)[CALL]
    assert row.sub_goal
    plan = row.sub_goal.goal.plan
    plan.version, row.text = 1, Writing.in_(SV, "Ring Lars på fredag")
    db.commit()
    report = desk.load(TIMRA, CASELOAD)
    assert not report.has_changes
    assert "Ring Lars på fredag" in steps(db) and CALL not in steps(db)
    emptied = changed(CASELOAD, "kind: development-plan", "kind: sip")
    desk.load(emptied)
    assert "Ring Lars på fredag" in steps(db), "nor is it removed when the file names another"


def test_a_handover_that_was_accepted_here_is_not_undone(desk: Desk, db: Session) -> None:
    desk.load(TIMRA, CASELOAD)
    now, karin, sara = (
        db.scalars(select(Assignment).where(Assignment.until_on.is_(None))).first(),
        *db.scalars(select(Staff).where(Staff.key.in_(["karin", "sara"])).order_by(Staff.key)),
    )
    assert now
    before, after = (karin, sara) if now.staff_id == karin.id else (sara, karin)
    offer = HandoverOffer(
        participant_id=now.participant_id, assignment=now, offered_by=before, to=after, from_on=TODAY,
        reason=HandoverReason.REORGANISED, offered_at=NOW, settled_at=NOW, is_accepted=True,
    )  # fmt: skip
    now.until_on = YESTERDAY
    db.add(offer)
    db.commit()
    desk.load(TIMRA, CASELOAD)
    db.expire_all()
    assert now.until_on == YESTERDAY
