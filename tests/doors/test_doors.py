"""Who may enter where: every address, as everybody, made from the application's own map of addresses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.plan.models import Step
from tests.browsing import Browser, Person
from tests.cast import Cast
from tests.doors.addresses import address_of, addresses
from tests.doors.participants import PARTICIPANTS
from tests.doors.public import PUBLIC
from tests.doors.row import Matrix
from tests.doors.staff import STAFF
from tests.doors.staff_rooms import STAFF_ROOMS

MATRIX: Matrix = {**PUBLIC, **PARTICIPANTS, **STAFF_ROOMS, **STAFF}


def test_every_address_is_in_the_matrix_and_behind_one_door() -> None:
    assert addresses() == set(MATRIX)
    assert {endpoint.split(".")[0] for _, endpoint in MATRIX} == {"public", "participant", "staff"}


def _id(thing: object) -> str:
    assert isinstance(thing, Step)
    return str(thing.id)


@pytest.mark.parametrize("visitor", ["nobody", "amina", "bashir", "karin", "lars"])
def test_each_address_answers_each_visitor_as_the_matrix_says(
    app: Flask, db: Session, browser: Browser, cast: Cast, things: dict[str, object], visitor: str
) -> None:
    """Reading first, then writing; each with a fresh sign-in, since some of them end it."""
    person: Person = getattr(cast, visitor, None)
    wrong = []
    for (method, endpoint), row in sorted(
        MATRIX.items(), key=lambda item: (item[0][0], item[0][1] == "participant.me.forget")
    ):
        fresh = Browser(app, db)
        form = dict(row.form)
        if endpoint == "participant.week.report":
            form |= {"first": _id(things["sfi"]), "second": _id(things["course"])}
        answer = fresh.client(person).open(
            address_of(app, endpoint, things), method=method, data=form
        )
        expected = getattr(row, visitor)
        if answer.status_code != expected:
            wrong.append(f"{method} {endpoint}: {answer.status_code}, not {expected}")
        if (
            answer.status_code == 303
            and expected == 303
            and endpoint.startswith(("participant", "staff"))
            and person is None
        ):
            assert answer.location.startswith("/sign-in"), endpoint
    assert not wrong, "\n".join(wrong)


def test_the_wrong_method_is_answered_as_such_and_changes_nothing(
    app: Flask, browser: Browser, cast: Cast, things: dict[str, object]
) -> None:
    methods: dict[str, set[str]] = {}
    for method, endpoint in MATRIX:
        methods.setdefault(address_of(app, endpoint, things), set()).add(method)
    for address, allowed in methods.items():
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - allowed:
            answer = browser.client(cast.amina).open(address, method=method)
            assert answer.status_code == 405, f"{method} {address}: {answer.status_code}"


def test_what_does_not_exist_looks_like_what_is_anothers(
    browser: Browser, cast: Cast, things: dict[str, object]
) -> None:
    own = things["own"]
    assert isinstance(own, Step)
    another = browser.get(f"/plan/steps/{own.id}", as_=cast.bashir)
    nothing = browser.get(f"/plan/steps/{uuid4()}", as_=cast.bashir)
    assert another.status_code == nothing.status_code == 404
    assert len(another.text) == len(nothing.text)
