"""Writing the municipality's facts out: loading them again changes nothing, whatever was edited in between."""

from __future__ import annotations

from datetime import date

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.exchange.writing_out import write_out
from portal.municipality.models import Measure, Organisation, ReadyStep, Role
from portal.writing import Translated, Writing
from tests.exchange.files import LATER, NOW, TIMRA, Desk

KARIN = Translated("Karin Berg", "2026-03-01")
OLD = Translated("Karin Berg", "2026-03-01", is_outdated=True)


def again(desk: Desk, db: Session) -> str:
    """Write the facts out and load them: nothing may change, and a new database comes to say the same."""
    db.commit()
    before, text = desk.rows(), write_out(db, NOW)
    report = desk.load(text, now=LATER)
    assert not report.has_changes, report.lines()
    assert not any("new" in line or "kept" in line for line in report.lines()), report.lines()
    assert desk.rows() == before
    return text


def test_what_is_written_out_of_timra_changes_nothing_when_it_is_loaded(
    timra: Desk, db: Session
) -> None:
    text = again(timra, db)
    ours, theirs = yaml.safe_load(text), yaml.safe_load(TIMRA)
    assert ours["process"] == theirs["process"]
    assert ours["routines"] == theirs["routines"]
    assert ours["roles"] == theirs["roles"]
    assert ours["organisations"] == theirs["organisations"]
    assert ours["meeting_types"] == theirs["meeting_types"]
    assert len(ours["measures"]) == len(theirs["measures"])


def test_the_file_says_when_it_was_written_and_names_nobody(timra: Desk, db: Session) -> None:
    role = db.scalars(select(Role)).first()
    assert role
    role.name = role.name.with_translation("ar", "أخصائية", KARIN)
    text = again(timra, db)
    assert text.startswith("# ")
    assert "2026-03-02 08:00" in text
    assert "Karin" not in text


def test_translations_and_what_is_to_be_checked_come_back(timra: Desk, db: Session) -> None:
    support = db.scalars(select(Organisation).where(Organisation.key == "economic-support")).one()
    support.name = Writing(
        {"sv": 'Nytt: "namn" # 1', "ar": "قديم", "ti": "ሓድሽ"}, {"ar": OLD, "ti": KARIN}
    )
    support.does = [Writing({"sv": "no", "so": "~ – 🙂\nrad 2"}, {"so": KARIN}), *support.does[2:]]
    support.phone, support.address = None, "0123"
    db.add(ReadyStep(key="no", position=7, text=Writing.in_("sv", "Ring"), retired_on=date(2026, 3, 1)))  # fmt: skip
    text = again(timra, db)
    assert yaml.safe_load(text)["organisations"][0]["name"]["outdated"] == ["ar"]
    db.expire_all()
    assert support.name.translated == {"ar": OLD, "ti": KARIN}


def test_an_order_with_gaps_and_twins_stays_as_it_is(timra: Desk, db: Session) -> None:
    units = db.scalars(select(Organisation).order_by(Organisation.position)).all()
    units[2].position, units[3].position, units[-1].position = 1, 40, 90
    measure = db.scalars(select(Measure).where(Measure.key == "lingio")).one()
    measure.provider_id = measure.skr_class = None
    again(timra, db)


def test_a_new_database_comes_to_say_the_same(timra: Desk, db: Session) -> None:
    first = yaml.safe_load(write_out(db, NOW))
    role = db.scalars(select(Role).where(Role.key == "teacher")).one()
    role.name = Writing({"sv": "Lärare", "ar": "معلم"}, {"ar": OLD})
    db.flush()
    text = write_out(db, NOW)
    db.rollback()
    assert timra.load(text).has_changes
    db.expire_all()
    assert role.name.is_outdated("ar")
    assert yaml.safe_load(write_out(db, NOW)) == yaml.safe_load(text)
    assert yaml.safe_load(text) != first
