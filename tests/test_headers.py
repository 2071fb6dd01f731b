"""What protects every answer, whoever gave it and however it went."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import create_app
from portal.security import HEADERS, masked
from portal.settings import Settings
from portal.static_files import asset
from tests.conftest import SECRET

HTTPS = "https://portal.example.org"

Visitor = Callable[..., FlaskClient]


@pytest.fixture
def visitor(database_url: str) -> Iterator[Visitor]:
    """Makes a visitor of a portal with other settings than the tests' usual ones."""
    apps = []

    def make(**settings: str | int) -> FlaskClient:
        given = {"secret_key": SECRET, "database_url": database_url, **settings}
        apps.append(create_app(Settings(**given)))  # type: ignore[arg-type]
        return apps[-1].test_client()

    yield make
    for app in apps:
        app.extensions["portal_engine"].dispose()


@pytest.fixture
def client(visitor: Visitor) -> FlaskClient:
    """A visitor of an application with one page that breaks and one that reads a form."""
    client = visitor()
    app = client.application
    app.config.update(WTF_CSRF_ENABLED=False)

    @app.route("/breaks")
    def breaks() -> str:
        raise RuntimeError("Amina Warsame")

    @app.post("/reads")
    def reads() -> str:
        return str(len(request.form))

    return client


def _unchanged(client: FlaskClient) -> TestResponse:
    etag = client.get(asset("portal.css")).headers["ETag"]
    return client.get(asset("portal.css"), headers={"If-None-Match": etag})


ANSWERS: dict[str, tuple[int, Callable[[FlaskClient], TestResponse]]] = {
    "a page": (200, lambda client: client.get("/sign-in")),
    "health": (200, lambda client: client.get("/health")),
    "not there": (404, lambda client: client.get("/no-such-page")),
    "the wrong way": (405, lambda client: client.post("/health")),
    "broken": (500, lambda client: client.get("/breaks")),
    "too much": (413, lambda client: client.post("/reads", data={"a": "x" * 1_100_000})),
    "from another site": (
        403,
        lambda client: client.post("/reads", headers={"Sec-Fetch-Site": "cross-site"}),
    ),
    "the way in": (303, lambda client: client.get("/plan")),
    "a file": (200, lambda client: client.get(asset("portal.css"))),
    "an unchanged file": (304, _unchanged),
    "a missing file": (404, lambda client: client.get("/static/nothing.css")),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_carries_the_headers_once(client: FlaskClient, answer: str) -> None:
    status, ask = ANSWERS[answer]
    response = ask(client)
    assert response.status_code == status
    for name, value in HEADERS:
        assert response.headers.getlist(name) == [value]
    if "file" not in answer or status == 404:
        assert response.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_page_that_breaks_says_nothing_of_what_broke(
    client: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    response = client.get("/breaks")
    said = "".join(capfd.readouterr())
    for words in ("Amina", "Traceback"):
        assert words not in response.text
        assert words not in said


def test_over_https_browsers_are_told_to_stay_with_it(visitor: Visitor) -> None:
    response = visitor(base_url=HTTPS).get("/sign-in", base_url=HTTPS)
    assert response.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_over_https_the_session_cookie_is_bound_to_this_host(visitor: Visitor) -> None:
    response = visitor(base_url=HTTPS).get("/sign-in", base_url=HTTPS)
    [cookie] = _session_cookies(response)
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain=" not in cookie


def test_in_the_demo_the_cookie_is_plain_but_hidden_from_scripts(visitor: Visitor) -> None:
    response = visitor(base_url="http://127.0.0.1:8000").get("/sign-in")
    [cookie] = _session_cookies(response)
    assert cookie.startswith("session=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie.split("; ")
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_page_is_compressed(client: FlaskClient, encoding: str) -> None:
    response = client.get("/sign-in", headers={"Accept-Encoding": encoding})
    assert response.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in response.headers["Vary"]


def test_a_page_that_another_site_asked_for_is_not_compressed(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "br, gzip", "Sec-Fetch-Site": "cross-site"}
    assert "Content-Encoding" not in client.get("/sign-in", headers=asked).headers


def test_the_token_looks_different_on_each_load_and_each_is_good(app: Flask) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)
    client = app.test_client()
    one, other = _token(client), _token(client)
    assert one != other
    for token in (one, other):
        answer = client.post("/language", data={"language": "sv", "csrf_token": token})
        assert answer.status_code == 303
    for wrong in ("", one[:-4], "a", masked(b"x" * 20)):
        answer = client.post("/language", data={"language": "sv", "csrf_token": wrong})
        assert answer.status_code == 400


@pytest.mark.parametrize(("proxies", "believed"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_forwarded_headers_are_believed_only_when_a_proxy_is_named(
    visitor: Visitor, proxies: int, believed: str
) -> None:
    client = visitor(trusted_proxies=proxies)

    @client.application.get("/whence")
    def whence() -> str:
        return str(request.remote_addr)

    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/whence", headers=forwarded).text == believed


def _session_cookies(response: TestResponse) -> list[str]:
    return [one for one in response.headers.getlist("Set-Cookie") if "session=" in one]


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    return found[1]
