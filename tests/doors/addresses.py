"""The application's own map of addresses, and one of Amina's for each."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from portal import create_app
from portal.people.models import Participant
from portal.people.sign_in_models import Device
from portal.plan.models import Step
from portal.settings import Settings

NOBODYS = uuid4()
"""What there is not."""


def addresses() -> set[tuple[str, str]]:
    app = create_app(Settings(secret_key="x" * 40, database_url="sqlite://"))
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def _part(endpoint: str, things: dict[str, object]) -> UUID:
    """A goal of the plan for the pages about goals, else a step."""
    sfi = things["sfi"]
    assert isinstance(sfi, Step) and sfi.sub_goal
    of_goals = ("part", "keep_part", "new_sub_goal", "add_sub_goal")
    return sfi.sub_goal.goal_id if endpoint.split(".")[-1] in of_goals else sfi.id


KEYS = {
    "participant.messages.phrase": "thanks",
    "participant.messages.write_phrase": "thanks",
    "staff.messages.phrase": "got-it",
    "staff.messages.write_phrase": "got-it",
    "staff.messages.several_one": "mine",
    "staff.messages.write_several": "mine",
}


def address_of(app: Flask, endpoint: str, things: dict[str, object]) -> str:
    names = {"participant.plan.removed": "gone", "participant.plan.restore": "gone"}
    name = "sfi" if endpoint.startswith("staff.steps.") else names.get(endpoint, "own")
    own, device, amina = things[name], things["device"], things["amina"]
    assert isinstance(own, Step)
    assert isinstance(device, Device)
    assert isinstance(amina, Participant)
    values: dict[str, Any] = {
        "step_id": own.id,
        "device_id": device.id,
        "version_id": getattr(things["version"], "id", None),
        "participant_id": amina.id,
        "plan_id": getattr(things["version"], "plan_id", None),
        "part_id": _part(endpoint, things),
        "slug": "stages",
        "row_id": own.id,
        "name": "name",
        "code": "ar",
        "offer_id": getattr(things["offer"], "id", None),
        "staff_id": getattr(things["offer"], "to_id", None),
        "absence_id": getattr(things["away"], "id", None),
        "text_id": getattr(things["wanted"], "id", None),
        "report_id": getattr(things["report"], "id", None),
        "said": "answer",
        "thing_id": own.id,
        "review_id": uuid4(),
        "secret": "nobodys",
        "key": KEYS.get(endpoint, "helped" if ".feedback." in endpoint else "health"),
        "ending": "txt",
        "batch_id": NOBODYS,
        "token": "nobodys",
        "round_id": NOBODYS,
        "answer_id": NOBODYS,
        "questionnaire_id": NOBODYS,
        "hours_id": getattr(things["hours"], "id", None),
        "away_id": getattr(things["hours_away"], "id", None),
        "meeting_id": getattr(things["meeting"], "id", None),
        "word_id": getattr(things["word"], "id", None),
        "phone_id": getattr(things["phone"], "id", None),
        "notice_id": NOBODYS,
        "way": "sms",
        "told_id": getattr(things["told"], "id", None),
        "thread_id": getattr(things["wrote"], "thread_id", None),
        "message_id": getattr(things["wrote"], "id", None),
        "paper_id": getattr(things["paper"], "id", None),
        "request_id": getattr(things["asked"], "id", None),
    }
    [rule] = [one for one in app.url_map.iter_rules() if one.endpoint == endpoint]
    with app.test_request_context():
        return app.url_for(endpoint, **{name: values[name] for name in rule.arguments})
