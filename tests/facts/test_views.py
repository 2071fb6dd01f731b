"""The administrator's pages: who may, what is kept, what is refused, and what a participant then reads."""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings.supply_models import MeetingPlace
from portal.municipality.models import (
    DropIn,
    MeetingType,
    Municipality,
    ReadyStep,
    Role,
    SkrClass,
)
from portal.people.models import Staff
from portal.writing import Writing
from tests.browsing import Browser, linted, parsed
from tests.cast import Cast
from tests.facts.forms import START, fields, look, revision, stage

SLUGS = ("municipality", "units", "drop-ins", "ready-steps", "measures", "roles", "stages", "tracks",
         "meeting-types", "places", "indicators", "skr-classes", "staff")  # fmt: skip


def call(position: int, key: str = "call", name: str = "Kort samtal") -> MeetingType:
    """A meeting for which the rules say something of everything, and a thing that we have no words for."""
    return MeetingType(
        key=key,
        position=position,
        name=Writing.in_("sv", name),
        minutes=15,
        bookable_by="participant",
        rules={
            "with": ["contact-person", "economic-support"],
            "modes": ["telex", "phone"],
            "every_weeks": [6, 8],
            "notice": {"shortest_hours": 0, "longest_days": 60},
        },
    )


def test_only_administrators_come_in(browser: Browser, cast: Cast, karin: Staff) -> None:
    assert browser.get(START, as_=cast.lars).status_code == 404
    assert browser.get(START, as_=cast.amina).status_code == 403
    assert browser.get(f"{START}/export", as_=cast.lars).status_code == 404
    browser.visit(START, as_=karin)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_kind_has_a_list_and_its_facts_a_form(
    browser: Browser, db: Session, cast: Cast, karin: Staff, slug: str
) -> None:
    db.add(DropIn(organisation=cast.support, weekday=3))
    db.add(MeetingPlace(key="hall", position=0, name=Writing.in_("sv", "Kommunhuset")))
    db.add(ReadyStep(key="call", position=0, text=Writing.in_("sv", "Ring en arbetsplats")))
    db.add(SkrClass(number=4, name=Writing.in_("sv", "Matchning")))
    db.add(call(0))
    db.commit()
    before = revision(db)
    listed = browser.visit(f"{START}/{slug}", as_=karin)
    for link in listed.select("ul.rows a")[:2]:
        page = browser.visit(str(link["href"]), as_=karin)
        answer = browser.client(karin).post(str(link["href"]), data=fields(page))
        assert answer.status_code == 303, f"what was not touched is saved as it is: {link}"
    assert revision(db) == before, "and nothing is changed"


def test_two_administrators_at_once_see_both_texts_and_nothing_is_lost(
    browser: Browser, db: Session, karin: Staff
) -> None:
    url = f"{START}/stages/{stage(db).id}"
    first = fields(browser.visit(url, as_=karin)) | {"name": "Min text", "what": "Mitt"}
    second = fields(browser.visit(url, as_=karin)) | {"name": "Hennes text"}
    assert browser.client(karin).post(url, data=second).status_code == 303
    refused = browser.client(karin).post(url, data=first)
    assert refused.status_code == 409
    page = linted(refused)
    assert "Hennes text" in page.select_one(".wait").get_text()  # type: ignore[union-attr]
    assert "Min text" in page.select_one("#name").get_text()  # type: ignore[union-attr]
    assert stage(db).name.original == "Hennes text"
    assert browser.client(karin).post(url, data=fields(page)).status_code == 303
    assert stage(db).name.original == "Min text"


@pytest.mark.parametrize(
    ("slug", "sent", "field"),
    [
        ("municipality", {"name": "  "}, "name"),
        ("municipality", {"name": "x" * 10_000}, "name"),
        ("municipality", {"phone": "ring mig"}, "phone"),
        ("municipality", {"answer_within_working_days": "två"}, "answer_within_working_days"),
        ("municipality", {"answer_within_working_days": "0"}, "answer_within_working_days"),
        ("municipality", {"follow_up_weeks": ["8", "6"]}, "follow_up_weeks"),
        ("municipality", {"follow_up_weeks": ["8", ""]}, "follow_up_weeks"),
        ("municipality", {"office_closes": "25:00"}, "office_closes"),
        ("municipality", {"staff_hours": ["15:30", "07:50"]}, "staff_hours"),
        ("municipality", {"keeps_free": ["13:00", ""]}, "keeps_free"),
        ("municipality", {"until": "sen eftermiddag"}, "until"),
        ("municipality", {"languages": "  "}, "languages"),
        ("municipality", {"languages": "sv, svenska!"}, "languages"),
        ("meeting-types", {"minutes": ""}, "minutes"),
        ("meeting-types", {"minutes": "1441"}, "minutes"),
        ("meeting-types", {"bookable_by": "nobody"}, "bookable_by"),
        ("meeting-types", {"every_weeks": ["8", "6"]}, "every_weeks"),
        ("meeting-types", {"change_until_hours": "snart"}, "change_until_hours"),
        ("staff", {"phone_hours": "10:00-09:00"}, "phone_hours"),
        ("skr-classes", {"name": ""}, "name"),
        ("stages", {"owner_id": "nobody"}, "owner_id"),
        ("stages", {"what": "a\x00b"}, "what"),
        ("units", {"does": ["bra", "x" * 501]}, "does-1"),
        ("units", {"kind": "monarchy"}, "kind"),
    ],
)
def test_bad_input_is_told_by_the_field_and_stays(
    browser: Browser, db: Session, karin: Staff, slug: str, sent: dict[str, object], field: str
) -> None:
    db.add_all([call(0), SkrClass(number=4, name=Writing.in_("sv", "Matchning"))])
    db.commit()
    before = revision(db)
    link = browser.visit(f"{START}/{slug}", as_=karin).select_one("ul.rows a")
    assert link
    url = str(link["href"])
    form = fields(browser.visit(url, as_=karin)) | {"phone": "+46 1 23"} | sent
    answer = browser.client(karin).post(url, data=form)
    assert answer.status_code == 422
    if "\x00" not in answer.text:
        linted(answer)
    page = parsed(answer)
    assert page.select_one(f"#faults a[href='#{field}']")
    assert page.find(id=field)
    assert page.find(id=f"{field}-fault")
    for value in [
        one for many in sent.values() for one in (many if isinstance(many, list) else [many])
    ]:
        assert str(value).strip() in answer.text or value == "nobody" or value == "monarchy"
    assert revision(db) == before


def test_pasted_html_and_emoji_are_text(browser: Browser, db: Session, karin: Staff) -> None:
    url = f"{START}/stages/{stage(db).id}"
    sent = fields(browser.visit(url, as_=karin)) | {"name": "<b>مرحبا</b> 🙂"}
    linted(browser.client(karin).post(url, data=sent, follow_redirects=True))
    assert stage(db).name.original == "<b>مرحبا</b> 🙂"


def test_a_ready_made_step_is_added_once_changed_and_retired(
    browser: Browser, db: Session, karin: Staff
) -> None:
    new = f"{START}/ready-steps/new"
    sent = fields(browser.visit(new, as_=karin)) | {
        "text": "Ring en arbetsplats",
        "is_participants": "yes",
    }
    for _ in range(2):
        assert browser.client(karin).post(new, data=sent).status_code == 303
    made = look(db, sa.select(ReadyStep))[0]
    assert (made.key, made.is_participants, made.retired_on) == ("ring-en-arbetsplats", True, None)
    other = sent | {"id": str(uuid4())}
    browser.client(karin).post(new, data=other)
    assert (
        look(db, sa.select(ReadyStep.key).order_by(ReadyStep.position))[-1]
        == "ring-en-arbetsplats-2"
    )
    url = f"{START}/ready-steps/{made.id}"
    assert browser.post(f"{url}/retire", as_=karin).status_code == 303
    assert (
        look(db, sa.select(ReadyStep.retired_on).order_by(ReadyStep.position))[0] == clock.today()
    )
    assert browser.post(f"{url}/retire", {"again": "yes"}, as_=karin).status_code == 303
    assert look(db, sa.select(ReadyStep.retired_on)) == [None, None]
    assert browser.post(f"{url}/remove", as_=karin).status_code == 409, "plans may have it"


def test_what_is_referred_to_stays_and_the_rest_may_go(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    used = look(db, sa.select(Role))[0]
    url = f"{START}/roles/{used.id}"
    assert "Det går inte" in browser.visit(url, as_=karin).get_text()
    assert browser.post(f"{url}/remove", as_=karin).status_code == 409
    assert browser.post(f"{START}/units/{cast.support.id}/remove", as_=karin).status_code == 409
    assert browser.post(f"{START}/stages/{stage(db).id}/remove", as_=karin).status_code == 409
    free = Role(key="teacher", name=Writing.in_("sv", "Lärare"))
    named = Role(key="named", name=Writing.in_("sv", "Nämnd"))
    cast.support.role_keys = ["named"]
    db.add_all([free, named])
    db.commit()
    for said in ("Borttaget.", "Det var redan borttaget."):
        pressed = browser.post(f"{START}/roles/{free.id}/remove", as_=karin, follow=True)
        assert said in linted(pressed).get_text()
    assert browser.post(f"{START}/roles/{named.id}/remove", as_=karin).status_code == 409
    assert set(look(db, sa.select(Role.key))) == {"social-worker", "named"}


def test_a_unit_gets_its_drop_in_hours(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    new = f"{START}/drop-ins/new"
    sent = fields(browser.visit(new, as_=karin)) | {
        "organisation_id": str(cast.support.id), "weekday": "3", "starts": "9.30", "minutes": "90"}  # fmt: skip
    assert browser.client(karin).post(new, data=sent).status_code == 303
    made = look(db, sa.select(DropIn))[0]
    assert (made.weekday, made.starts, made.minutes) == (3, "09:30", 90)
    second = browser.client(karin).post(new, data=sent | {"id": str(uuid4())})
    assert second.status_code == 422
    assert "Enheten har redan" in linted(second).get_text()
    assert browser.post(f"{START}/drop-ins/{made.id}/remove", as_=karin).status_code == 303


def test_the_answer_promise_and_the_number_are_new_for_everybody_at_once(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    assert "Svar inom 2 arbetsdagar" in browser.visit("/people", as_=cast.amina).get_text()
    found = look(db, sa.select(Municipality))[0]
    url = f"{START}/municipality/{found.id}"
    sent = fields(browser.visit(url, as_=karin))
    assert sent["follow_up_weeks"] == ["6", "8"]
    sent |= {"answer_within_working_days": "5", "follow_up_weeks": ["", ""], "phone": "+46 60 1"}
    assert browser.client(karin).post(url, data=sent).status_code == 303
    assert "Svar inom 5 arbetsdagar" in browser.visit("/people", as_=cast.amina).get_text()
    [found] = look(db, sa.select(Municipality))
    assert found.routines == {"answer_within_working_days": 5}
    assert found.phone == "+46 60 1"


def test_all_facts_come_as_a_file_without_names(browser: Browser, cast: Cast, karin: Staff) -> None:
    answer = browser.get(f"{START}/export", as_=karin)
    assert "attachment" in answer.headers["Content-Disposition"]
    read = yaml.safe_load(answer.text)
    assert read["format"] == "municipality/1"
    assert [one["key"] for one in read["organisations"]] == [
        "economic-support",
        "employment-service",
    ]
    assert "Karin" not in answer.text
    assert "Amina" not in answer.text
