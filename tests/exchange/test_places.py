"""Where people meet comes with the municipality's file, in its order and with directions in plain words."""

from __future__ import annotations

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.exchange.report import Change
from portal.exchange.writing_out import write_out
from portal.meetings.supply_models import MeetingPlace
from tests.exchange.files import NOW, TIMRA, Desk, changed

HALL = "{key: town-hall,  "


def places(db: Session) -> list[MeetingPlace]:
    db.expire_all()
    return list(db.scalars(select(MeetingPlace).order_by(MeetingPlace.position)))


def test_a_place_has_a_name_an_address_and_directions(timra: Desk, db: Session) -> None:
    hall, centre = places(db)
    assert (hall.key, hall.name.original) == ("town-hall", "Kommunhuset")
    assert hall.address == "Exempelgatan 1, Timrå"
    assert hall.directions and hall.directions.original.startswith("Gå in genom den stora dörren")
    assert centre.name.original == "Kompetenscenter"


def test_loading_them_again_changes_nothing(timra: Desk) -> None:
    before = timra.rows()
    report = timra.load(TIMRA)
    assert report.counts["meeting places"] == {Change.UNCHANGED: 2}
    assert timra.rows() == before


def test_a_new_address_is_taken_over_and_a_place_no_longer_listed_stays(
    timra: Desk, db: Session
) -> None:
    """Meetings and hours refer to it."""
    report = timra.load(changed(TIMRA, "Exempelgatan 5", "Nygatan 7"))
    assert report.counts["meeting places"] == {Change.UNCHANGED: 1, Change.CHANGED: 1}
    assert places(db)[1].address == "Nygatan 7, Timrå"
    report = timra.load(changed(TIMRA, HALL, "{key: library, "))
    assert report.counts["meeting places"][Change.KEPT] == 1
    assert {one.key for one in places(db)} == {"town-hall", "library", "competence-centre"}


def test_a_file_that_says_nothing_of_places_leaves_them(timra: Desk, db: Session) -> None:
    report = timra.load("format: municipality/1\nmunicipality: {key: timra, name: {sv: Timrå}}\n")
    assert "meeting places" not in report.counts
    assert len(places(db)) == 2


def test_a_place_needs_only_a_name(timra: Desk, db: Session) -> None:
    timra.load(
        "format: municipality/1\nmunicipality: {key: timra, name: {sv: Timrå kommun}}\n"
        "places: [{key: library, name: {sv: Biblioteket}}]\n"
    )
    library = next(one for one in places(db) if one.key == "library")
    assert (library.address, library.directions) == (None, None)
    written = yaml.safe_load(write_out(db, NOW))["places"]
    assert {"key": "library", "name": {"sv": "Biblioteket"}} in written


def test_places_written_out_are_those_of_the_file(timra: Desk, db: Session) -> None:
    assert yaml.safe_load(write_out(db, NOW))["places"] == yaml.safe_load(TIMRA)["places"]
