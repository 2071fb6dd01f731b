"""Staff see by which ways she is told, or that nothing reaches her, wherever they are about to tell her something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.supply_models import MeetingPlace
from portal.municipality.models import MeetingType
from portal.notifications.models import Channel
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, sv
from tests.notifications.postmen import opens

SEVERAL = "/staff/messages/several/mine"
UNREACHED = "Nås inte utanför portalen"


pytestmark = pytest.mark.usefixtures("every_channel")


@pytest.fixture
def meeting(db: Session, cast: Cast) -> Meeting:
    """Amina meets Karin in two days."""
    kind = MeetingType(
        key="visit", position=0, name=sv("Besök"), minutes=45, bookable_by="staff", rules={}
    )
    hall = MeetingPlace(key="hall", position=0, name=sv("Kommunhuset"), address="Exempelgatan 1")
    db.add_all([kind, hall])
    db.flush()
    made = booking.book_for(
        db, cast.karin, cast.amina, Purpose(kind), clock.now() + timedelta(days=2),
        [cast.karin.id], Details(place_id=hall.id), key="m", now=clock.now(), anyway=True,
    )  # fmt: skip
    db.commit()
    return made


@pytest.mark.parametrize(
    "place",
    [
        "messages/{her}",
        "messages/{her}/phrases/nothing-to-do",
        "participants/{her}/book",
        "meetings/{meeting}",
        "meetings/{meeting}/move",
        "meetings/{meeting}/cancel",
        "meetings/{meeting}/way",
    ],
)
def test_it_stands_once_where_one_writes_books_or_publishes(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting, place: str
) -> None:
    address = "/staff/" + place.format(her=cast.amina.id, meeting=meeting.id)
    page = browser.visit(address, as_=cast.karin)
    assert len(page.select("main form [data-reach], main > [data-reach]")) == 1
    assert page.select("[data-reach=none]")
    opens(db, cast.amina, Channel.SMS)
    page = browser.visit(address, as_=cast.karin)
    [said] = page.select("[data-reach]")
    assert said["data-reach"] == "ways" and "sms till …22" in said.get_text()


def test_it_stands_beside_each_of_several_before_they_are_written_to_and_again_before_it_is_sent(
    db: Session, browser: Browser, cast: Cast
) -> None:
    assign(db, cast.bashir, cast.karin)
    opens(db, cast.amina, Channel.SMS)
    chosen = browser.visit(SEVERAL, as_=cast.karin)
    assert _unreached(chosen, "label") == ["Bashir Aden"]
    to = [str(cast.amina.id), str(cast.bashir.id)]
    form = {"to": to, "key": "k", "subject": "other", "body": "Vi har stängt."}
    shown = linted(browser.client(cast.karin).post(SEVERAL, data=form))
    assert _unreached(shown, "li") == ["Bashir Aden"]


def _unreached(page: BeautifulSoup, tag: str) -> list[str]:
    """The names beside which it says that nothing reaches them."""
    return [
        name.get_text()
        for one in page.select(f"main {tag}")
        if UNREACHED in one.get_text() and (name := one.select_one("bdi"))
    ]
