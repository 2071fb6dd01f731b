"""An ended measure: asked about at noon, answered in Tigrinya without JavaScript and on a bad net, unseen by the
caseworker, and shown when five have answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Error, Page, Route, expect

from portal import clock
from portal.db import engine_for, transaction
from portal.feedback.answer_models import AnswerGiven
from portal.feedback.models import FeedbackRequest
from portal.meetings.days_off import is_working_day
from portal.municipality.models import Measure
from portal.notifications.models import OutboxNotice
from portal.notifications.outbox import not_at_night
from portal.notifications.worker import drain
from portal.operations import working
from portal.operations.demo import settings
from portal.operations.demo_feedback import last_noon
from portal.operations.working import do_chores
from portal.people import codes
from portal.people.models import Staff
from portal.plan.enrolment_models import Enrolment
from tests.feedback.asked import answer, enrolled, people
from tests.journeys.conftest import Demo, fits, sign_in, sign_in_staff
from tests.journeys.taps import follow, until

pytestmark = pytest.mark.journey
NEXT = "main form button.button"
MEASURE, NUMBER = "health-motivation", "+46701740605"
"""What has ended, and where Amina's SMS go in the demo."""


def in_tigrinya(page: Page) -> None:
    """She chooses her language; home says in one line that she is asked."""
    page.locator(".languages summary").click()
    follow(page.locator(".languages button[value=ti]"))
    expect(page.locator("html")).to_have_attribute("lang", "ti")
    follow(page.locator("main a[href='/feedback']"))
    assert fits(page)


WORDS = "ብዙሕ ሓገዝ ቋንቋ"
"""What she writes to us: much help with the language."""
UNSEEN = (WORDS, "/feedback", "undrar hur det", "Om stödet du har haft")


@dataclass
class Ended:
    """A demo in which five people's same measure has ended, and the worker comes by the hour."""

    demo: Demo
    folder: Path

    @property
    def secret(self) -> str:
        return (self.folder / "demo-secret").read_text().strip()

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'portal.db'}"

    @contextmanager
    def engine(self) -> Iterator[sa.Engine]:
        found = engine_for(self.url)
        yield found
        found.dispose()

    def delivers(self, page: Page) -> str:
        """The worker delivers what is due by day; gives the SMS to Amina, as the demo writes it down."""
        by_day = not_at_night(clock.now())
        with working.opened(settings(self.url, 80)) as office:
            drain(replace(office, clock=lambda: by_day))
        file = self.folder / "demo-outbox.jsonl"
        until(page, lambda: file.is_file() and NUMBER in file.read_text(), "a notice")
        return next(one for one in reversed(file.read_text().splitlines()) if NUMBER in one)

    def ends(self, noon: datetime) -> list[UUID]:
        """Amina's measure and that of four others ends on the working day before; gives the others."""
        day = noon.date() - timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
        with self.engine() as engine, transaction(engine) as db:
            db.execute(sa.delete(FeedbackRequest))
            db.execute(sa.delete(OutboxNotice))
            measure = sa.select(Measure.id).where(Measure.key == MEASURE).scalar_subquery()
            db.execute(
                sa.update(Enrolment).where(Enrolment.measure_id == measure).values(ended_on=day)
            )
            others = people(db, 4)
            for one in others:
                enrolled(db, one, day, MEASURE)
            return [one.id for one in others]

    def asked_at(self, now: datetime) -> int:
        """The worker's hour; how many are asked about the measure then."""
        with self.engine() as engine:
            do_chores(engine, now, self.secret)
            with transaction(engine) as db:
                wanted = sa.select(sa.func.count(FeedbackRequest.id))
                return db.scalar(wanted.where(FeedbackRequest.about == MEASURE)) or 0

    def answer(self, others: list[UUID]) -> None:
        """Others answer what they were asked."""
        with self.engine() as engine, transaction(engine) as db:
            for one in db.scalars(
                sa.select(FeedbackRequest).where(FeedbackRequest.participant_id.in_(others))
            ):
                answer(db, one, secret=self.secret)
        self.asked_at(clock.now())

    def link_of(self, key: str) -> str:
        """A way in for somebody of the staff."""
        with self.engine() as engine, transaction(engine) as db:
            staff = db.scalars(sa.select(Staff).where(Staff.key == key)).one()
            code = codes.make(db, self.secret, participant=None, staff=staff, now=clock.now())
        return f"{self.demo.address}/sign-in/code?code={code}"


def test_from_an_ended_measure_to_a_result_that_is_hidden_at_four_and_shown_at_five(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    ended, page = Ended(demo, tmp_path / "instance"), phone("ti", javascript=False)
    sign_in(page, demo.links[0])
    noon = last_noon(clock.now())
    others = ended.ends(noon)
    assert ended.asked_at(noon - timedelta(minutes=1)) == 0
    assert ended.asked_at(noon) == 5
    said = ended.delivers(page)
    assert "127.0.0.1" in said and "/feedback" not in said, "that there is something, not what"
    answered_in_tigrinya(page, demo)

    karin = phone("sv")
    sign_in_staff(karin, demo.links[2])
    nothing_of_it_is_seen(karin, demo)

    eva = phone("sv")
    sign_in_staff(eva, ended.link_of("eva"))
    ended.answer(others[:3])
    assert result(eva, demo) == []
    ended.answer(others[3:])
    assert result(eva, demo) == ["5"]
    nothing_of_it_is_seen(karin, demo)


def answered_in_tigrinya(page: Page, demo: Demo) -> None:
    """She follows the notice to her first page, chooses her language, answers, and wants to talk about it."""
    page.goto(demo.address)
    in_tigrinya(page)
    follow(page.locator("button[value=one]"))
    while page.locator("main fieldset").count():
        assert fits(page)
        page.locator("main .choice input").first.check()
        follow(page.locator(NEXT))
    page.locator("main textarea").fill(WORDS)
    follow(page.locator(NEXT))
    expect(page.locator("main")).to_contain_text(WORDS)
    follow(page.locator(NEXT).first)
    assert page.url.endswith("/thanks") and fits(page)
    follow(page.locator("main a[href='/results']"))
    assert fits(page)
    page.go_back()
    follow(page.locator(NEXT).first)
    assert page.locator("main [role=status]").count() == 1, "she wants to talk, and we know"


def nothing_of_it_is_seen(karin: Page, demo: Demo) -> None:
    """Her caseworker looks at everything about her. That she wants to talk is there, as any message; no answer is."""
    karin.goto(f"{demo.address}/staff/participants")
    follow(karin.get_by_role("link", name="Amina Warsame").first)
    hers = karin.url
    pages = {f"{demo.address}/staff", f"{demo.address}/staff/messages", hers}
    pages |= {
        demo.address + address
        for address in karin.locator("main a[href^='/staff']").evaluate_all(
            "all => all.map((one) => one.getAttribute('href').split('#')[0])"
        )
        if address.startswith(hers.removeprefix(demo.address))
    }
    assert len(pages) > 5
    for address in sorted(pages):
        karin.goto(address)
        for words in UNSEEN:
            assert words not in karin.content(), (address, words)


def result(eva: Page, demo: Demo) -> list[str]:
    """How many answers about the measure the manager's page counts, if it shows it at all."""
    eva.goto(f"{demo.address}/staff/results")
    rows = eva.locator("[aria-labelledby='said-after-measure'] tr", has_text="Hälsomotivation")
    return rows.locator("td:nth-child(2)").all_inner_texts()[:1]


def test_on_a_bad_net_nothing_is_lost_and_nothing_sent_twice(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    """What she sends arrives, and the answer to it does not: twice."""
    page = phone("ti", javascript=False)
    sign_in(page, demo.links[0])
    in_tigrinya(page)
    follow(page.locator("button[value=one]"))

    def lost(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.locator("main .choice input").first.check()
    _tap_while(page, "**/questions/*", lost)
    page.goto(f"{demo.address}/feedback")
    follow(page.locator("button[value=one]"))
    assert not page.url.endswith("/helped"), "her answer had arrived: she goes on"
    page.goto(page.url.split("/questions/")[0] + "/check")
    check = page.url
    _tap_while(page, "**/send", lost)
    page.goto(check)
    assert page.url.endswith("/thanks"), "it had been sent"
    engine = engine_for(f"sqlite:///{tmp_path / 'instance' / 'portal.db'}")
    with transaction(engine) as db:
        assert [row.is_sent for row in db.scalars(sa.select(AnswerGiven))] == [True]
    engine.dispose()


def _tap_while(page: Page, address: str, happens: Callable[[Route], None]) -> None:
    """Tap the button while the net behaves in a certain way."""
    page.route(address, happens)
    with page.expect_event("requestfailed"), suppress(Error):
        page.locator(NEXT).first.click()
    page.unroute(address)
