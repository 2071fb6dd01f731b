"""What the caseworker's day says of texts that wait."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.caseload.day import day
from portal.people.day import DayRow, Waits
from portal.people.models import Staff
from portal.translators.wanting import want_for
from tests.cast import Cast
from tests.plan.writing import plan, step
from tests.translators.writing import LATER, NOW, planned, reads, translator


def rows(db: Session, staff: Staff) -> list[DayRow]:
    """What her day says of translations."""
    groups = day(db, staff, LATER).groups
    return [row for group in groups if group.kind is Waits.TRANSLATION for row in group.rows]


def who(row: DayRow) -> object:
    return row.participant.id if row.participant else None


def test_one_row_for_each_participant_since_the_text_that_waited_longest(
    db: Session, cast: Cast
) -> None:
    planned(db, cast)
    want_for(db, cast.amina, now=NOW)
    plan(db, cast.amina, step("Ring igen"), position=1)
    want_for(db, cast.amina, now=LATER)
    db.commit()
    [row] = rows(db, cast.karin)
    assert (row.since, who(row)) == (NOW, cast.amina.id)
    assert (row.endpoint, row.values) == ("staff.texts.waiting", {"about": cast.amina.id})


def test_a_translator_has_one_row_for_each_pair_of_languages_and_no_name(
    db: Session, cast: Cast
) -> None:
    planned(db, cast)
    reads(db, cast.bashir, "ar")
    reads(db, cast.farid, "prs")
    for other in (cast.bashir, cast.farid):
        plan(db, other, step("Ring mig"))
    for one in (cast.amina, cast.bashir, cast.farid):
        want_for(db, one, now=NOW)
    db.commit()
    assert [who(row) for row in rows(db, cast.sara)] == [cast.farid.id]
    found = rows(db, translator(db, cast.lars))
    assert sorted(((str(who(row)), row.values) for row in found), key=str) == sorted(
        [(str(cast.bashir.id), {"about": cast.bashir.id}), ("None", {"pair": "sv-to-so"})],
        key=str,
    ), "of Farid, whose data are protected, nothing"


def test_nothing_waits_nothing_is_said(db: Session, cast: Cast) -> None:
    assert rows(db, cast.karin) == []
