"""Visiting the portal as a person does, and reading what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from typing import Any
from uuid import uuid4

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock
from portal.people import sessions
from portal.people.models import Participant, Staff

HTMX = {"HX-Request": "true"}
Person = Participant | Staff | None


class Browser:
    """Opens pages as someone, and holds every page to the house rules."""

    def __init__(self, app: Flask, db: Session) -> None:
        self.app, self._db = app, db
        self._clients: dict[object, FlaskClient] = {}

    def client(self, as_: Person) -> FlaskClient:
        """The browser of one person, signed in; the same one each time."""
        key = as_.id if as_ else None
        if key not in self._clients:
            client = self.app.test_client()
            if as_:
                self.sign_in(client, as_)
            self._clients[key] = client
        return self._clients[key]

    def sign_in(self, client: FlaskClient, person: Participant | Staff) -> str:
        """Sign somebody in without the ceremony, and give the session's token."""
        token = uuid4().hex
        sessions.begin(
            self._db,
            token,
            now=clock.now(),
            participant=person if isinstance(person, Participant) else None,
            staff=person if isinstance(person, Staff) else None,
        )
        self._db.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        return token

    def visit(self, url: str, *, as_: Person, language: str | None = None) -> BeautifulSoup:
        """Open a page that must be there, and check it as every page is checked."""
        response = self.get(url, as_=as_, language=language)
        assert response.status_code == 200, f"{url}: {response.status}"
        return linted(response)

    def get(
        self, url: str, *, as_: Person, htmx: bool = False, language: str | None = None
    ) -> TestResponse:
        headers = dict(HTMX) if htmx else {}
        if language:
            headers["Accept-Language"] = language
        return self.client(as_).get(url, headers=headers)

    def post(
        self,
        url: str,
        data: Mapping[str, Any] | None = None,
        *,
        as_: Person,
        htmx: bool = False,
        follow: bool = False,
    ) -> TestResponse:
        """Send a form; `follow` opens the page it leads to."""
        return self.client(as_).post(
            url, data=data or {}, headers=HTMX if htmx else {}, follow_redirects=htmx or follow
        )


def linted(response: TestResponse) -> BeautifulSoup:
    """The page, after every rule that holds for all pages has been checked."""
    html5lib.HTMLParser(strict=True).parse(response.text)
    page = parsed(response)
    assert len(page("h1")) == 1, "one h1"
    assert page.title and page.title.get_text(strip=True), "a title"
    assert page.select_one("html[lang][dir]")
    assert page.select_one("main"), "a main landmark"
    assert not page.select("style, [style], script:not([src]), [onclick]"), "nothing inline"
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"an id stands twice: {ids}"
    for field in page.select("input:not([type=hidden], [type=submit]), textarea, select"):
        assert _has_label(page, field), f"no label: {field}"
    for form in page.select("form[method=post]"):
        assert form.select_one("input[name=csrf_token]"), f"no CSRF token: {form}"
    for button in page.select("button, a[href]"):
        assert button.get_text(strip=True) or button.get("aria-label"), f"says nothing: {button}"
    text = page.get_text(" ")
    assert not re.search(r"\bNone\b|\{\{|\}\}|%\(\w+\)s|<Writing|Writing\(", text), (
        "a value leaked through"
    )
    return page


def _has_label(page: BeautifulSoup, field: Tag) -> bool:
    if field.get("aria-label") or field.find_parent("label"):
        return True
    return bool(field.get("id") and page.select_one(f'label[for="{field["id"]}"]'))


def parsed(response: TestResponse) -> BeautifulSoup:
    """The answer, less what differs from one visit to the next."""
    page = BeautifulSoup(response.text, "html.parser")
    for token in page.select("input[name=csrf_token], input[name=key]"):
        token["value"] = ""
    return page


def swapped(page: BeautifulSoup, selector: str, answer: TestResponse) -> str:
    """The page after htmx has swapped the answer in (outerHTML), less the notice that is said once."""
    page, fragment = copy(page), parsed(answer)
    for notice in fragment.select("[role=status]"):
        notice.decompose()
    assert not fragment.html, "htmx was given a whole page"
    [target] = page.select(selector)
    [arriving] = fragment.select(selector)
    target.replace_with(arriving)
    return page.prettify()
