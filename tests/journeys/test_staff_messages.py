"""A question comes to the caseworker while her page is open: she reads it, answers, and nothing waits any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from portal import clock
from portal.db import engine_for, transaction
from portal.messages import read_marks, sending, subjects
from portal.messages.models import Conversation, Message
from portal.messages.sending import Sent, words
from portal.people.models import Participant
from tests.journeys.conftest import Demo, fits, sign_in_staff
from tests.journeys.taps import follow, until

HALF_A_MINUTE = 31_000
QUESTION = "When does the money come?"


class Grace:
    """The participant P-1008, who writes and reads; her own pages are tried elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._engine = engine_for(f"sqlite:///{folder}/instance/portal.db")

    def writes(self, text: str) -> None:
        with transaction(self._engine) as db:
            sent = Sent(words(text), uuid4().hex)
            sending.from_her(db, self._hers(db), subjects.MONEY, sent, now=clock.now())

    def reads(self) -> list[str]:
        """What staff have written to her that is new, the newest last; and it is read."""
        with transaction(self._engine) as db:
            hers = self._hers(db)
            new = (
                sa.select(Message)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .where(
                    Conversation.participant_id == hers.id,
                    Message.staff_id.is_not(None),
                    Message.read_at.is_(None),
                )
            )
            found = db.scalars(new.order_by(Message.number)).all()
            read_marks.read_by_her(db, hers, found[-1].number, now=clock.now())
            return [one.body.original for one in found if one.body]

    def facts(self) -> tuple[bool, ...]:
        """Whether she has something new, we have, she waits, we wait."""
        with transaction(self._engine) as db:
            one = db.scalars(
                sa.select(Conversation).where(Conversation.participant_id == self._hers(db).id)
            ).one()
            return tuple(
                at is not None
                for at in (
                    one.unread_by_her_since,
                    one.unread_by_staff_at,
                    one.waits_for_us_since,
                    one.waits_for_her_since,
                )
            )

    @staticmethod
    def _hers(db: sa.orm.Session) -> Participant:
        return db.scalars(sa.select(Participant).where(Participant.key == "P-1008")).one()


def show_tab(page: Page, *, shown: bool) -> None:
    """She goes to another tab, or comes back to this one."""
    page.evaluate(
        """(hidden) => { Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange")); }""",
        not shown,
    )


@pytest.mark.journey
def test_her_question_comes_into_the_open_inbox_and_is_read_and_answered(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    grace, page = Grace(tmp_path), phone()
    page.clock.install()
    sign_in_staff(page, demo.links[2])
    follow(page.locator("header a[href='/staff/messages']"))
    expect(page.locator("#inbox")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/news" in one.url else None)
    show_tab(page, shown=False)
    grace.writes(QUESTION)
    page.clock.run_for(20 * HALF_A_MINUTE)
    assert not asked, "nobody sees the page: it asks for nothing"
    show_tab(page, shown=True)
    row = page.locator("#inbox a.row", has_text="Grace Mensah").first
    expect(row).to_contain_text(QUESTION)
    assert grace.facts() == (False, True, True, False)

    follow(row)
    assert fits(page)
    expect(page.locator("[data-portal-unread]")).to_be_visible()
    page.clock.run_for(1_500)
    until(page, lambda: not grace.facts()[1], "what has been on the screen is read")

    page.locator("#body").fill("Pengarna kommer på")
    grace.writes("Please.")
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator("#conversation")).to_contain_text("Please.")
    expect(page.locator("#body")).to_have_value("Pengarna kommer på")
    expect(page.locator("#body")).to_be_focused()
    page.locator("#body").fill("Pengarna kommer på fredag.")
    follow(page.get_by_role("button", name="Skicka"))
    expect(page.locator("main .notice")).to_have_text("Skickat.")
    assert grace.facts()[2], "what came while she wrote, and was not on her screen, goes on waiting"
    follow(page.locator("form[action$=no-answer] button"))
    until(page, lambda: grace.facts() == (True, False, False, False), "now it needs no answer")
    assert grace.reads() == ["Pengarna kommer på fredag."]
    assert not any(grace.facts())


@pytest.mark.journey
def test_without_scripts_everything_has_its_button_and_a_draft_waits(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    grace, page = Grace(tmp_path), phone(javascript=False)
    grace.writes(QUESTION)
    sign_in_staff(page, demo.links[2])
    follow(page.locator("section:has(#answer) a.row", has_text=QUESTION))
    follow(page.get_by_role("button", name="Jag har läst det nya"))
    assert grace.facts() == (False, False, True, False)
    page.locator("#body").fill("Jag kollar.")
    follow(page.get_by_role("button", name="Spara utkast"))
    follow(page.get_by_role("link", name="Meddelanden", exact=False).first)
    follow(page.locator("#inbox a.row", has_text="Grace Mensah").first)
    expect(page.locator("#body")).to_have_value("Jag kollar.")
    page.locator("summary", has_text="Svarat på telefon").click()
    page.locator("[name=note]").fill("Vi pratade i dag.")
    follow(page.get_by_role("button", name="Spara: svarat på telefon"))
    assert grace.facts() == (True, False, False, False)
    follow(page.get_by_role("button", name="Ångra"))
    assert grace.facts() == (False, False, True, False)
    assert fits(page)
