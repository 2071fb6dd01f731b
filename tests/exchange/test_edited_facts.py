"""Facts edited on the pages, written out and loaded again; and that all that a file can say can be edited."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.exchange import formats
from portal.exchange.shapes import Fields
from portal.exchange.writing_out import write_out
from portal.facts import editing
from portal.facts.fields import Around
from portal.facts.kinds import KINDS
from tests.exchange.files import LATER, NOW, TODAY, Desk

EDITED: dict[str, dict[str, list[str]]] = {
    "municipality": {
        "languages": ["sv, zh-hant"],
        "staff_hours": ["8.00", "16:00"],
        "keeps_free": ["", ""],
        "until": ["15:00"],
        "office_closes": ["9.05"],
    },
    "units": {"skr_classes": ["12", "3"], "does": ["Nytt", ""], "does-was": ["", ""]},
    "drop-ins": {"starts": ["9.30"], "weekday": ["0"]},
    "ready-steps": {"text": ["Ring «dem»: nu # 1"], "is_participants": ["no"]},
    "measures": {"weeks": ["7"]},
    "roles": {"name": ["~"]},
    "stages": {"what": ["Rad 1\nrad 2"]},
    "tracks": {"name": ["no"]},
    "meeting-types": {
        "minutes": ["45"],
        "with": ["contact-person", "health-care"],
        "modes": ["video"],
        "every_weeks": ["2", "2"],
        "sittings": ["3"],
        "shortest_hours": ["0"],
        "longest_days": ["90"],
        "change_until_hours": [""],
        "bring": ["Legitimation"],
    },
    "places": {"address": ["Torget 1: b"], "directions": ["Gå in.\nRing på."]},
    "indicators": {"rated_by": ["caseworker"]},
    "skr-classes": {"name": ["Något: annat"]},
}


@pytest.mark.parametrize("slug", EDITED)
def test_what_was_edited_comes_back_from_a_file_as_it_is(
    timra: Desk, db: Session, slug: str
) -> None:
    kind, around = KINDS[slug], Around(db, "sv", TODAY)
    changed = []
    for row in editing.rows(db, kind):
        typed = editing.as_typed(kind, row) | EDITED[slug]
        changed.append(editing.save(kind, row, typed, editing.version(kind, row), around))
    assert any(changed)
    if kind.may_move:
        editing.move(db, kind, editing.rows(db, kind)[-1].id, 1)
    db.commit()
    before, text = timra.rows(), write_out(db, NOW)
    report = timra.load(text, now=LATER)
    assert not report.has_changes, report.lines()
    assert timra.rows() == before


def test_every_edited_kind_but_staff_stands_in_the_file() -> None:
    assert set(EDITED) == set(KINDS) - {"staff"}, "staff come from the case system"


CALLED = {
    "owner": "owner_id",
    "provider": "provider_id",
    "measure": "measure_id",
    "doer": "is_participants",
    "roles": "role_keys",
    "skr": "skr_class",
    "from": "starts",
}
NOT_EDITED = {
    "key": "files and plans refer to it",
    "time_zone": "Sweden has one",
    "demands": "what is required in people's plans hangs on it",
    "retired_on": "has a button of its own",
    "drop_in": "is a kind of its own",
    "notice": "each of its parts is a field",
    "duty_officer": "each of its parts is a field",
}


@pytest.mark.parametrize(
    ("slug", "shapes"),
    [
        ("municipality", [formats._MUNICIPALITY, formats._ROUTINES]),
        ("municipality", [formats._ROUTINES.optional["duty_officer"]]),
        ("units", [formats._ORGANISATION]),
        ("drop-ins", [formats._DROP_IN]),
        ("ready-steps", [formats._READY_STEP]),
        ("measures", [formats._MEASURE]),
        ("stages", [formats._STAGE]),
        ("tracks", [formats._TRACK]),
        ("meeting-types", [formats._MEETING_TYPE]),
        ("meeting-types", [formats._MEETING_TYPE.optional["notice"]]),
        ("places", [formats._PLACE]),
        ("indicators", [formats._INDICATOR]),
    ],
)
def test_whatever_the_format_can_say_has_a_field(slug: str, shapes: list[Any]) -> None:
    fields = {field.name for field in KINDS[slug].fields}
    for shape in shapes:
        assert isinstance(shape, Fields)
        keys = set(shape.required) | set(shape.optional)
        assert {CALLED.get(key, key) for key in keys - set(NOT_EDITED)} <= fields
