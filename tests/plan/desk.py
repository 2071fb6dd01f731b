"""A caseworker at the editor of plans, as tests see her: she opens pages, fills in forms and sends them."""

from __future__ import annotations

import re
from uuid import uuid4

import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.people.models import Staff
from portal.plan.models import Plan
from portal.plan.version_models import PlanDraft
from tests.browsing import Browser, linted
from tests.cast import Cast


class Desk:
    """A caseworker at the editor: opens pages of one plan, fills in forms and sends them."""

    def __init__(self, browser: Browser, cast: Cast, made: Plan, staff: Staff | None = None):
        self.browser, self.staff = browser, staff or cast.karin
        self.root = f"/staff/participants/{cast.amina.id}/plan/{made.id}"

    def open(self, path: str = "") -> BeautifulSoup:
        return self.browser.visit(self.root + path, as_=self.staff)

    def fill(self, path: str, **typed: object) -> dict[str, object]:
        """The form of a page as a browser would send it, with these fields typed in."""
        return fields(self.open(path)) | typed

    def send(self, path: str, form: dict[str, object]) -> TestResponse:
        return self.browser.post(self.root + path, form, as_=self.staff)

    def write(self, path: str, **typed: object) -> TestResponse:
        """Open a form, fill it in, and send it: it must be kept."""
        answer = self.send(path, self.fill(path, **typed))
        assert answer.status_code == 303, said(answer)
        return answer

    def text(self, path: str = "") -> str:
        return words(self.open(path))


def words(page: BeautifulSoup) -> str:
    assert page.main
    return " ".join(page.main.get_text(" ").split())


def said(answer: TestResponse) -> str:
    return words(linted(answer))


def fields(page: BeautifulSoup) -> dict[str, object]:
    """What a browser would send of the page's POST form."""
    [form] = page.select("main form[method=post]")
    sent: dict[str, object] = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        name = str(one["name"])
        if one.get("type") in ("radio", "checkbox") and not one.has_attr("checked"):
            continue
        if one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            value = str(chosen.get("value", "")) if chosen else ""
        else:
            value = one.get_text() if one.name == "textarea" else str(one.get("value", ""))
        if name == "key":
            value = uuid4().hex  # the linting browser takes it out
        if name in sent or name in ("weekday", "from", "until", "with"):
            kept = sent.setdefault(name, [])
            assert isinstance(kept, list)
            kept.append(value)
        else:
            sent[name] = value.removeprefix("\n")
    return sent


def drafts(db: Session) -> int:
    found = db.scalar(sa.select(sa.func.count(PlanDraft.id))) or 0
    db.commit()  # a session that only looks must not keep the others waiting
    return found


def part_of(answer: TestResponse) -> str:
    return answer.location.rsplit("saved=part-", 1)[1].removesuffix("#here")


def revision(desk: Desk) -> dict[str, object]:
    page = desk.open()
    return {"revision": page.select_one("input[name=revision]")["value"]}  # type: ignore[index]


def order(desk: Desk) -> list[str]:
    return [one.p.get_text().split(" Klart")[0].strip() for one in desk.open().select(".rows li")]  # type: ignore[union-attr]


def queries(browser: Browser, desk: Desk) -> int:
    engine = browser.app.extensions["portal_engine"]
    desk.open()
    seen: list[str] = []
    listen = lambda conn, cursor, statement, *rest: seen.append(statement)  # noqa: E731
    sa.event.listen(engine, "before_cursor_execute", listen)
    desk.open()
    sa.event.remove(engine, "before_cursor_execute", listen)
    return len([one for one in seen if re.match("select", one, re.IGNORECASE)])
