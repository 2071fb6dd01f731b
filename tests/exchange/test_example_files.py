"""The example files: Timrå's own facts, and the people of its caseload."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.municipality.models import (
    Measure,
    MeetingType,
    Municipality,
    Organisation,
    SkrClass,
    Stage,
)
from portal.people.models import Assignment, HandoverReason, Participant, Staff
from portal.plan.enrolment_models import Enrolment, Outcome
from portal.plan.models import Goal, Plan, PlanKind, Step, StepKind, SubGoal
from tests.exchange.files import CASELOAD, TIMRA, TODAY, Desk

COUNTS = {
    "municipality": 1, "organisation": 9, "role": 13, "skr_class": 12, "stage": 5, "track": 2,
    "measure": 17, "meeting_type": 7, "rating_indicator": 11, "drop_in": 1, "staff": 6,
    "participant": 8, "assignment": 10, "plan": 8, "goal": 9, "sub_goal": 9, "step": 14,
    "weekly_hour": 4, "companion": 5, "enrolment": 6, "ready_step": 14,
    "meeting_place": 2,
    "wanted_translation": 34,
}  # fmt: skip


def test_both_files_load_together_in_whichever_order_they_are_named(desk: Desk) -> None:
    report = desk.load(CASELOAD, TIMRA)
    assert report.has_changes
    assert {table: count for table, count in desk.counts().items() if count} == COUNTS


def test_the_caseload_may_be_loaded_alone_after_the_municipality(timra: Desk) -> None:
    timra.load(CASELOAD)
    assert timra.counts()["step"] == COUNTS["step"]


def test_json_is_yaml(desk: Desk) -> None:
    values = [
        yaml.load(text, yaml.BaseLoader)  # noqa: S506 (it makes nothing but texts)
        for text in (TIMRA, CASELOAD)
    ]
    as_json = [json.dumps(value, indent="\t") for value in values]
    for word in ("true", "false"):
        as_json = [text.replace(f'"{word}"', word) for text in as_json]
    numbers = ("minutes", "skr", "participants", "weeks", "sittings", "every_weeks")
    assert all(f'"{name}"' in as_json[0] for name in numbers)
    desk.load(_numbers(as_json[0]), as_json[1])
    assert {table: count for table, count in desk.counts().items() if count} == COUNTS


def _numbers(text: str) -> str:
    """Numbers without quotation marks, except where they are keys."""
    return re.sub(r'"([0-9]+)"(?!:)', r"\1", text)


def test_aminas_plan_says_who_does_what_until_when(loaded: Session) -> None:
    plans = loaded.scalars(
        select(Plan).join(Participant).where(Participant.key == "P-1001").order_by(Plan.position)
    ).all()
    assert [plan.kind for plan in plans] == [PlanKind.LABOUR_MARKET, PlanKind.DEVELOPMENT]
    plan = plans[1]
    assert plan.owner
    assert plan.owner.key == "economic-support"
    assert plan.own_words
    assert plan.own_words.language == "so"
    assert plan.follow_up_on == TODAY + timedelta(days=3)
    assert plan.agreed_on == TODAY - timedelta(weeks=8)
    sfi, swedish = plan.goals[0].sub_goals[0].steps
    assert [(hour.weekday, hour.starts, hour.ends) for hour in sfi.weekly] == [
        (day, "09:00", "12:00") for day in (0, 1, 2)
    ]
    assert sfi.is_hers
    assert [it.organisation and it.organisation.key for it in sfi.companions] == ["adult-education"]
    assert swedish.measure
    assert swedish.measure.key == "language-training"
    call, ask, internship = plan.goals[0].sub_goals[1].steps
    assert call.why
    assert call.why.original == "Lars behöver dagarna för att prata med restaurangen."
    assert call.due_on == TODAY + timedelta(days=2)
    assert ask.doer_name == "Lars Ek"
    assert internship.kind is StepKind.REQUIRED
    assert internship.affects_money
    assert internship.ground
    assert internship.ground.original == "12 kap. 4 § socialtjänstlagen"
    assert internship.decided_by
    assert internship.decided_by.key == "economic-support"


def test_aminas_contacts_and_who_was_there_before(loaded: Session) -> None:
    amina = loaded.scalars(select(Participant).where(Participant.key == "P-1001")).one()
    assert (amina.language, amina.interpreter_language) == ("so", "so")
    assert amina.stage
    assert amina.track
    assert (amina.stage.key, amina.track.key) == ("carry-out", "work")
    told = [
        (it.staff.key, it.is_main, it.about, it.until_on, it.reason) for it in amina.assignments
    ]
    before = TODAY - timedelta(weeks=20)
    assert told == [
        ("lars", False, ["work"], None, None),
        ("karin", True, ["money", "health-care"], None, None),
        ("sara", False, [], before, HandoverReason.FIRST_VISIT_DONE),
    ]


def test_a_measure_that_has_ended_says_what_it_led_to(loaded: Session) -> None:
    found = loaded.scalars(select(Enrolment).where(Enrolment.outcome.is_not(None))).all()
    assert [(it.measure.key, it.outcome) for it in found] == [
        ("local-job-tracks", Outcome.EMPLOYED)
    ]


def test_farid_is_protected_and_nobody_else(loaded: Session) -> None:
    found = loaded.scalars(select(Participant.key).where(Participant.is_protected)).all()
    assert found == ["P-1006"]


def test_the_municipalitys_own_facts(loaded: Session) -> None:
    kommun = loaded.scalars(select(Municipality)).one()
    assert (kommun.key, kommun.follow_up_weeks, kommun.languages) == ("timra", (6, 8), ["sv"])
    assert kommun.routines["duty_officer"] == {"until": "16:30", "keeps_free": ["13:00", "16:30"]}
    support = loaded.scalars(
        select(Organisation).where(Organisation.key == "economic-support")
    ).one()
    assert support.drop_in
    assert (support.drop_in.weekday, support.drop_in.minutes) == (3, 90)
    assert support.does_not[0].original == "Beslutar om sjukpenning eller aktivitetsstöd"
    assert support.skr_classes == [2, 12]
    stages = loaded.scalars(select(Stage).order_by(Stage.position)).all()
    assert [stage.key for stage in stages][:2] == ["assess", "plan"]
    follow_up = loaded.scalars(select(MeetingType).where(MeetingType.key == "follow-up")).one()
    assert follow_up.rules == {
        "with": ["contact-person"],
        "every_weeks": [6, 8],
        "notice": {"shortest_hours": 24, "longest_days": 60, "change_until_hours": 4},
    }
    assert (
        loaded.scalars(select(SkrClass.name).where(SkrClass.number == 5)).one().original
        == "Praktik"
    )
    year = loaded.scalars(select(Measure).where(Measure.key == "development-year")).one()
    assert (year.skr_class, year.weeks, year.participants) == (7, 52, 16)


def test_a_file_needs_only_keys_and_names(desk: Desk, db: Session) -> None:
    desk.load(
        "format: municipality/1\nmunicipality: {key: ÅÄÖ/1 2, name: Ånge}\n"
        "organisations: [{key: 0007, name: Stöd, address: Torget 1, hours: Vardagar}]\n"
        "roles: {no: Handläggare}\n"
        "process: [{key: 1e3, name: Nu, owner: 0007}]\n"
        "measures: [{key: on, name: Kurs, skr: 3}]\n",
        "format: caseload/1\nmunicipality: ÅÄÖ/1 2\n"
        "staff: [{key: 10:00, name: Eva, role: no, organisation: 0007}]\n"
        "participants:\n- {key: 0042, name: Bo, contacts: [{staff: 10:00}]}\n"
        "- {key: ~x, name: Li, contacts: []}\n",
    )
    bo, li = db.scalars(select(Participant).order_by(Participant.key)).all()
    assert (bo.key, li.key, bo.language) == ("0042", "~x", "sv")
    contact = db.scalars(select(Assignment)).one()
    assert contact.is_main, "an only contact is the main one"
    assert contact.from_on == TODAY
    assert db.scalars(select(Staff.key)).all() == ["10:00"]


def test_a_text_may_come_in_several_languages(timra: Desk, db: Session) -> None:
    text = CASELOAD.replace("{sv: Jobbsökarkurs}", "{sv: Jobbsökarkurs, no: Kurs, zh-hant: 課程}")
    timra.load(text)
    part = db.scalars(select(SubGoal).where(SubGoal.text.is_not(None))).all()
    found = next(it for it in part if it.text.original == "Jobbsökarkurs")
    assert dict(found.text.texts) == {"sv": "Jobbsökarkurs", "no": "Kurs", "zh-Hant": "課程"}


def test_the_example_never_grows_old(desk: Desk, db: Session) -> None:
    desk.load(TIMRA, CASELOAD)
    before = desk.counts()
    desk.load(TIMRA, CASELOAD, today=date(2026, 4, 20))
    assert desk.counts() == before, "dates moved, nobody was doubled"
    plan = db.scalars(select(Plan).where(Plan.follow_up_on == date(2026, 4, 23))).one()
    assert plan.kind is PlanKind.DEVELOPMENT


def test_a_step_of_every_kind_of_doer_is_stored_as_that(loaded: Session) -> None:
    steps = loaded.scalars(select(Step).where(Step.is_hers.is_(False))).all()
    assert {step.doer_name for step in steps} == {"Karin Berg", "Lars Ek", "Sara Nyström"}
    goal = loaded.scalars(select(Goal).where(Goal.reached_on.is_not(None))).one()
    assert goal.text.original == "Jag har jobb på äldreboendet"
