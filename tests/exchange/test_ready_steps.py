"""Ready-made steps come with the municipality's file, and loading one again keeps what was decided in the portal."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.exchange.report import Change
from portal.municipality.models import ReadyStep
from tests.exchange.files import TIMRA, Desk, changed

RETIRED = date(2026, 3, 1)
APPLY = "{key: apply-sfi,          text: {sv: Anmäl dig till SFI},"


def by_key(db: Session) -> dict[str, ReadyStep]:
    db.expire_all()
    return {row.key: row for row in db.scalars(select(ReadyStep).order_by(ReadyStep.position))}


def test_a_ready_made_step_has_its_words_its_measure_and_who_usually_does_it(
    timra: Desk, db: Session
) -> None:
    rows = by_key(db)
    assert next(iter(rows)) == "call-workplace"
    call, ask, see = rows["call-workplace"], rows["ask-workplace"], rows["health-centre"]
    assert call.measure and call.measure.key == "internship"
    assert (call.is_participants, ask.is_participants) == (True, False)
    assert see.bring and see.bring.original.startswith("Ta med legitimation")
    assert see.place and see.place.original == "Hälsocentralen"
    assert see.retired_on is None


def test_loading_it_again_changes_nothing(timra: Desk) -> None:
    before = timra.rows()
    report = timra.load(TIMRA)
    assert not report.has_changes
    assert report.counts["ready-made steps"] == {Change.UNCHANGED: 14}
    assert timra.rows() == before


def test_what_is_no_longer_listed_stays(timra: Desk, db: Session) -> None:
    report = timra.load(changed(TIMRA, "key: attend-sfi", "key: go-to-sfi"))
    assert report.counts["ready-made steps"][Change.KEPT] == 1
    assert {"attend-sfi", "go-to-sfi"} <= set(by_key(db))


def test_what_the_portal_retired_stays_so_until_a_file_says_otherwise(
    timra: Desk, db: Session
) -> None:
    by_key(db)["apply-sfi"].retired_on = RETIRED
    db.commit()
    timra.load(TIMRA)
    assert by_key(db)["apply-sfi"].retired_on == RETIRED
    timra.load(changed(TIMRA, APPLY, f"{APPLY} retired_on: null, "))
    assert by_key(db)["apply-sfi"].retired_on is None
    timra.load(changed(TIMRA, APPLY, f"{APPLY} retired_on: 2026-03-01, "))
    assert by_key(db)["apply-sfi"].retired_on == RETIRED
