"""What the caseworker's day says of texts that wait."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.people.day import Waits
from portal.translators.day import rows
from portal.translators.wanting import want_for
from tests.cast import Cast
from tests.plan.writing import plan, step
from tests.translators.writing import LATER, NOW, planned, reads, translator


def test_one_row_for_each_participant_since_the_text_that_waited_longest(
    db: Session, cast: Cast
) -> None:
    planned(db, cast)
    want_for(db, cast.amina, now=NOW)
    plan(db, cast.amina, step("Ring igen"), position=1)
    want_for(db, cast.amina, now=LATER)
    db.commit()
    [row] = rows(db, cast.karin, [cast.amina], LATER)
    assert (row.kind, row.since, row.participant) == (Waits.TRANSLATION, NOW, cast.amina)
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
    assert rows(db, cast.sara, [], LATER) == []
    found = rows(db, translator(db, cast.lars), [cast.bashir], LATER)
    assert [(row.participant, row.values) for row in found] == [
        (cast.bashir, {"about": cast.bashir.id}),
        (None, {"pair": "sv-to-so"}),
    ], "of Farid, whose data are protected, nothing"


def test_nothing_waits_nothing_is_said(db: Session, cast: Cast) -> None:
    assert rows(db, cast.karin, [cast.amina], NOW) == []
