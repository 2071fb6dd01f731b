"""Minutes that are published are told of, without a word of what they say, until she has read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal.meetings import changing, minutes
from portal.meetings.models import Meeting
from portal.notifications.models import NoticeKind, OutboxNotice
from portal.people.models import Participant
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.staffed import again, met

AFTER = at(9, 12)
READ_IT = "Du kan läsa vad vi skrev efter mötet."


@pytest.fixture
def meeting(db: Session, cast: Cast, town: Town) -> Meeting:
    return met(db, cast.amina, town.follow_up, at(9, 10), cast.karin)


def written(db: Session, cast: Cast, meeting: Meeting, text: str, **more: int) -> None:
    typed = minutes.Typed(text, before=minutes.mark(meeting))
    minutes.keep(db, cast.karin, meeting, typed, publish=True, now=AFTER + timedelta(**more))
    db.commit()


def notices(db: Session, participant: Participant) -> Sequence[tuple[int, bool]]:
    """The version of each, and whether it still waits."""
    rows = db.scalars(
        sa.select(OutboxNotice)
        .where(
            OutboxNotice.kind == NoticeKind.MINUTES_PUBLISHED,
            OutboxNotice.participant_id == participant.id,
        )
        .order_by(OutboxNotice.version)
        .execution_options(populate_existing=True)
    )
    found = [(one.version, one.withdrawn_at is None) for one in rows]
    db.rollback()
    return found


def test_publishing_tells_her_once_and_what_is_published_anew_again(
    db: Session, cast: Cast, meeting: Meeting
) -> None:
    first = minutes.Typed("Vi sa mycket", before=minutes.mark(meeting))
    minutes.keep(db, cast.karin, meeting, first, publish=False, now=AFTER)
    assert notices(db, cast.amina) == []
    written(db, cast, meeting, "Vi sa mycket")
    written(db, cast, meeting, "Vi sa mycket", minutes=5)
    assert notices(db, cast.amina) == [(1, True)]
    written(db, cast, meeting, "Vi sa lite", minutes=10)
    assert notices(db, cast.amina) == [(1, False), (2, True)]


def test_home_shows_it_until_she_has_read_it(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    written(db, cast, meeting, "Vi sa mycket")
    with time_machine.travel(AFTER + timedelta(hours=1), tick=False):
        home = browser.visit("/", as_=cast.amina)
        assert READ_IT in home.text and "Vi sa mycket" not in home.text
        [link] = home.select(f"#unread-{meeting.id} a")
        page = browser.visit(str(link["href"]).split("#")[0], as_=cast.amina)
        assert "Vi sa mycket" in page.text
        answer = browser.post(f"/meetings/{meeting.id}/notes/seen", {}, as_=cast.amina)
        assert answer.status_code == 303
        assert notices(db, cast.amina) == [(1, False)]
        assert READ_IT not in browser.visit("/", as_=cast.amina).text
        page = browser.visit(f"/meetings/{meeting.id}", as_=cast.amina)
        assert "Vi sa mycket" in page.text and not page.select("form[action$='notes/seen']")
    written(db, cast, meeting, "Vi sa lite", minutes=65)
    with time_machine.travel(AFTER + timedelta(minutes=70), tick=False):
        assert READ_IT in browser.visit("/", as_=cast.amina).text


def test_a_meeting_that_has_not_begun_or_is_called_off_has_no_minutes_to_publish(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    address = f"/staff/meetings/{meeting.id}"
    form = {"notes": "Vi ska prata", "act": "publish", "before": minutes.mark(meeting)}
    assert not browser.visit(address, as_=cast.karin).select("button[value=publish]")
    answer = browser.post(f"{address}/notes", form, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422 and "Mötet har inte börjat än." in page.text
    assert "Vi ska prata" in page.text and notices(db, cast.amina) == []
    changing.cancel_for(db, cast.karin, meeting, version=1, now=NOW)
    db.commit()
    answer = browser.post(f"{address}/notes", form, as_=cast.karin)
    assert answer.status_code == 422 and "Mötet är inställt." in linted(answer).text
    assert (
        browser.post(f"{address}/notes", form | {"act": "keep"}, as_=cast.karin).status_code == 303
    )


def test_what_was_published_by_mistake_is_taken_back_until_she_has_read_it(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    address = f"/staff/meetings/{meeting.id}"
    written(db, cast, meeting, "Vi sa mycket")
    with time_machine.travel(AFTER + timedelta(hours=1), tick=False):
        [form] = browser.visit(address, as_=cast.karin).select("form[action$='notes/back']")
        for _ in range(2):
            page = linted(browser.post(str(form["action"]), {}, as_=cast.karin, follow=True))
            assert "Bara vi ser texten." in page.text and "Vi sa mycket" in page.text
        assert notices(db, cast.amina) == [(1, False)]
        assert READ_IT not in browser.visit("/", as_=cast.amina).text
        assert "Vi sa mycket" not in browser.visit(f"/meetings/{meeting.id}", as_=cast.amina).text
    written(db, cast, again(db, meeting), "Vi sa mycket", hours=1)
    with time_machine.travel(AFTER + timedelta(minutes=65), tick=False):
        browser.post(f"/meetings/{meeting.id}/notes/seen", {}, as_=cast.amina)
        assert not browser.visit(address, as_=cast.karin).select("form[action$='notes/back']")
        page = linted(browser.post(f"{address}/notes/back", {}, as_=cast.karin, follow=True))
        assert "Deltagaren har redan läst texten." in page.text
        assert "Vi sa mycket" in browser.visit(f"/meetings/{meeting.id}", as_=cast.amina).text


def test_whose_data_are_protected_is_told_at_home_and_nowhere_else(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    hidden = met(db, cast.farid, town.follow_up, at(9, 10), cast.sara)
    written(db, cast, hidden, "Vi sa mycket")
    assert notices(db, cast.farid) == []
    with time_machine.travel(AFTER + timedelta(hours=1), tick=False):
        assert READ_IT in browser.visit("/", as_=cast.farid).text
