"""From her question in Arabic to the answer that she has read: both sides, the worker and her phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from portal import clock, i18n
from portal.messages.models import Conversation
from portal.notifications import texts
from portal.notifications.models import NoticeKind, OutboxNotice
from portal.notifications.push import LENGTH, public_key
from portal.notifications.sms_length import fits_one_part
from portal.notifications.worker import drain
from portal.people.keyed import keyed
from portal.people.models import Absence, DutyDay, Participant, Staff
from tests.databases import BACKENDS, Databases
from tests.journeys.conftest import PIN, fits, sign_in, sign_in_staff
from tests.journeys.reached import Reached, arrives, hers, reached_demo, taps, wants_push, with_push
from tests.journeys.taps import follow, until
from tests.notifications.push_service import claims

pytestmark = pytest.mark.journey

HER_KEY, HER_NAME = "P-1002", "Bashir Aden"
QUESTION = "متى تصل النقود؟"
ANSWER = "money-comes"
NUMBER, IN_FULL = "070-174 06 22", "+46701740622"
"""Kept for fiction (PTS)."""
TURN = "section[aria-labelledby=turn]"
SHOWS = ("", "?show=absent", "?show=unit", "?show=theirs", "?show=unread", "?show=all")
ARABIC = re.compile("[\u0621-\u064a]{2}")
WORDS_OF_PEOPLE = {"Bashir", "Aden", "Sara", "Nyström", "Karin", "Berg"}
ON_HOME = "section[aria-labelledby=messages]"


@pytest.fixture(params=BACKENDS)
def reached(
    request: pytest.FixtureRequest, tmp_path: Path, databases: Databases
) -> Iterator[Reached]:
    """The demo on either database."""
    if request.param == "sqlite":
        with reached_demo(tmp_path) as reached:
            yield reached
        return
    url = databases.fresh(request.param, empty=True)
    with reached_demo(tmp_path, url) as reached:
        yield reached
    databases.drop(url)


def facts(reached: Reached) -> tuple[bool, ...]:
    """Whether she has something new, we have, she waits, we wait."""
    with Session(reached.engine) as db:
        one = db.scalars(
            sa.select(Conversation).join(Participant).where(Participant.key == HER_KEY)
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


def she_asks(page: Page, reached: Reached) -> None:
    """She writes in her own language, and her page says that we have it and until when she waits."""
    page.goto(f"{reached.demo.address}/messages#write")
    page.locator("textarea[name=body]").fill(QUESTION)
    follow(page.locator("#write .acts button.button:not([formaction])"))
    expect(page.locator("#said")).to_be_visible()
    expect(page.locator("ol.talk .mine .lines").last).to_have_text(QUESTION)
    expect(page.locator(TURN)).to_have_count(1)
    assert fits(page)


def in_inbox(page: Page, show: str = "") -> Locator:
    """Her question where staff look for what waits."""
    page.goto(f"{page.url.split('/staff')[0]}/staff/messages{show}")
    return page.locator("#inbox a.row", has_text=HER_NAME)


def is_answered(page: Page, row: Locator) -> str:
    """She opens it, chooses a ready-made answer, sees how it is read, and sends it; what is read in Arabic."""
    expect(row).to_contain_text("Läser arabiska")
    follow(row)
    expect(page.locator("#conversation")).to_contain_text(QUESTION)
    follow(page.get_by_role("button", name="Färdigt svar"))
    follow(page.locator(f"a[href*='/phrases/{ANSWER}']"))
    page.locator("[name=day]").fill((clock.today() + timedelta(days=9)).isoformat())
    follow(page.get_by_role("button", name="Visa svaret"))
    reads = page.locator("blockquote[lang=ar][dir=rtl]").inner_text()
    follow(page.get_by_role("button", name="Skicka"))
    expect(page.locator("main .notice")).to_be_visible()
    assert in_inbox(page).count() == 0, "nothing waits there any more"
    return reads


def her_phone_says_so(page: Page, reached: Reached) -> None:
    """The worker delivers, the push service has it, and only her phone can open it: it says that, and not what."""
    drain(reached.office())
    until(page, lambda: told_of_it(page, reached) != [], "the push service has it")
    [(headers, text)] = told_of_it(page, reached)
    assert claims(headers, public_key(reached.push_key))["aud"] == reached.service.origin
    assert len(text) == LENGTH
    said, words = json.loads(text), news(reached)
    assert (said["title"], said["body"]) == (words.title, words.news)
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    assert ARABIC.search(said["title"]) and ARABIC.search(said["body"])
    assert not WORDS_OF_PEOPLE & set(text.decode().split())
    [shown] = arrives(page, text.decode())
    assert (shown["body"], shown["lang"]) == (words.news, "ar")


def told_of_it(page: Page, reached: Reached) -> list[tuple[dict[str, str], bytes]]:
    """What came to the push service about the one message to her that there is a notice of, opened with her keys."""
    with Session(reached.engine) as db:
        of_her = sa.select(OutboxNotice.id).join(
            Participant, Participant.id == OutboxNotice.participant_id
        )
        is_new = (OutboxNotice.kind == NoticeKind.MESSAGE, OutboxNotice.made_at >= reached.began_at)
        [notice] = db.scalars(of_her.where(Participant.key == HER_KEY, *is_new))
    key = keyed(reached.secret, "notice", str(notice))[:16]
    came = [(headers, hers(page).opened(body)) for _, headers, body in reached.service.came]
    return [(headers, text) for headers, text in came if json.loads(text)["id"] == key]


def news(reached: Reached) -> texts.Words:
    """What a notice of a message says in Arabic."""
    arabic = i18n.languages()["ar"]
    return texts.words(NoticeKind.MESSAGE, arabic, base_url=reached.demo.address)


def there_is_something_new(page: Page, reached: Reached, by: str, address: str = "/") -> None:
    """Home says so; that a page was fetched is not that it was read. Then she follows it."""
    page.goto(f"{reached.demo.address}{address}")
    expect(page.locator(ON_HOME)).to_contain_text(by)
    page.request.get(f"{reached.demo.address}/messages")
    assert facts(reached) == (True, False, False, False), "fetched is not read"
    follow(page.locator(f"{ON_HOME} a.button").first)


def she_reads(page: Page, answer: str, by: str) -> Locator:
    """The answer stands there in her language, with the name and the work of whoever wrote it."""
    new = page.locator("ol.talk > li", has=page.locator("#new"))
    expect(new.locator(".lines")).to_have_text(answer)
    expect(new.locator(".lines")).not_to_have_attribute("lang", "sv")
    expect(new.locator("b")).to_have_text(by)
    role = i18n.message_catalogue("ar").gettext("din handläggare på socialtjänsten")
    expect(new).to_contain_text(role.partition(" ([[")[0])
    return new


def nothing_waits(page: Page, staffs: Page, reached: Reached) -> None:
    """On her pages, and in the inbox that answered it."""
    until(page, lambda: not any(facts(reached)), "read, and nobody waits")
    page.goto(f"{reached.demo.address}/messages")
    assert page.locator(TURN).count() == 0
    page.goto(reached.demo.address)
    assert page.locator(ON_HOME).count() == 0
    for show in SHOWS[:-1]:
        assert in_inbox(staffs, show).count() == 0, show


def is_away(reached: Reached, instead: str) -> None:
    """Sara is away today. Karin is her stand-in, or it is Karin's day on duty in their unit."""
    today = clock.today()
    with Session(reached.engine) as db:
        by_key = {one.key: one for one in db.scalars(sa.select(Staff))}
        sara, karin = by_key["sara"], by_key["karin"]
        stand_in = karin.id if instead == "stand-in" else None
        db.add(
            Absence(
                staff_id=sara.id, stand_in_id=stand_in,
                from_on=today, until_on=today + timedelta(days=2), made_at=clock.now(),
            )
        )  # fmt: skip
        if instead == "duty":
            db.add(DutyDay(organisation_id=karin.organisation_id, on=today, staff_id=karin.id))
        db.commit()


def newest_in_outbox(page: Page, reached: Reached) -> Locator:
    """What the demo's page shows of the newest SMS to her."""
    page.goto(f"{reached.demo.address}/demo/outbox")
    return page.locator("main section", has_text=IN_FULL).first.locator("p[lang]")


def wants_sms(page: Page, reached: Reached) -> None:
    """She gives her number and her PIN, and writes the code that comes to it."""
    follow(page.locator("form[action='/me/notices/offer'] a"))
    follow(page.locator("a[href='/me/notices/sms']"))
    page.locator("[name=to]").fill(NUMBER)
    page.locator("[name=pin]").fill(PIN)
    follow(page.locator("main form button.button"))
    address, phone_of_hers = page.url, page.context.new_page()
    code = ""

    def has_come() -> bool:
        nonlocal code
        said = newest_in_outbox(phone_of_hers, reached)
        found = re.search(r"\d{6}", said.inner_text()) if said.count() else None
        code = found[0] if found else ""
        return bool(code)

    until(page, has_come, "the code")
    phone_of_hers.close()
    page.goto(address)
    page.locator("[name=code]").fill(code)
    follow(page.locator("main form button.button"))
    expect(page.locator("#sms details")).to_be_visible()


def test_the_right_caseworker_answers_and_her_phone_says_so_without_saying_what(
    reached: Reached, phone: Callable[..., Page]
) -> None:
    page, karin, sara = phone("ar"), phone(), phone()
    with_push(page, reached)
    sign_in(page, reached.demo.links[1])
    wants_push(page)
    she_asks(page, reached)

    sign_in_staff(karin, reached.demo.links[2])
    for show in SHOWS:
        assert in_inbox(karin, show).count() == 0, "it is none of Karin's"
    sign_in_staff(sara, reached.link("sara"))
    answer = is_answered(sara, in_inbox(sara))
    her_phone_says_so(page, reached)

    there_is_something_new(page, reached, "Sara Nyström", taps(page))
    she_reads(page, answer, "Sara Nyström")
    nothing_waits(page, sara, reached)


@pytest.mark.parametrize(
    ("reached", "instead"), [("sqlite", "stand-in"), ("postgresql", "duty")], indirect=["reached"]
)
def test_whoever_is_there_instead_of_her_caseworker_answers_and_says_so(
    reached: Reached, phone: Callable[..., Page], instead: str
) -> None:
    is_away(reached, instead)
    page, karin = phone("ar"), phone()
    with_push(page, reached)
    sign_in(page, reached.demo.links[1])
    wants_push(page)
    she_asks(page, reached)
    expect(page.locator(TURN)).to_contain_text("Karin Berg")

    sign_in_staff(karin, reached.demo.links[2])
    row = in_inbox(karin, "?show=absent")
    expect(row).to_contain_text("Du svarar i stället för Sara Nyström.")
    answer = is_answered(karin, row)
    her_phone_says_so(page, reached)

    there_is_something_new(page, reached, "Karin Berg", taps(page))
    new = she_reads(page, answer, "Karin Berg")
    said = i18n.message_catalogue("ar").gettext("Svarar i stället för %(name)s.")
    expect(new).to_contain_text(said % {"name": "Sara"})
    nothing_waits(page, karin, reached)


@pytest.mark.parametrize("reached", ["sqlite"], indirect=True)
def test_whoever_has_an_old_phone_is_told_by_sms_and_says_herself_that_she_has_read(
    reached: Reached, phone: Callable[..., Page]
) -> None:
    page, sara = phone("ar", javascript=False), phone()
    sign_in(page, reached.demo.links[1])
    wants_sms(page, reached)
    she_asks(page, reached)
    sign_in_staff(sara, reached.link("sara"))
    answer = is_answered(sara, in_inbox(sara))

    drain(reached.office())
    said = newest_in_outbox(page, reached)
    expect(said).to_have_text(news(reached).sms)
    expect(said).to_have_attribute("lang", "ar")
    assert ARABIC.search(said.inner_text()) and fits_one_part(said.inner_text())
    assert not reached.service.came, "no phone takes notices"

    there_is_something_new(page, reached, "Sara Nyström")
    she_reads(page, answer, "Sara Nyström")
    assert facts(reached)[0], "nobody has said that she has read it"
    follow(page.locator("form[data-portal-mark] button"))
    nothing_waits(page, sara, reached)
