"""Static files: kept for good under a name that changes with them, and small on the wire."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.places import STATIC
from portal.static_files import KINDS, asset

CSS = (STATIC / "portal.css").read_bytes()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_file_is_kept_for_good(client: FlaskClient) -> None:
    response = client.get(asset("portal.css"))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content_type == "text/css; charset=utf-8"
    assert response.data == CSS


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_it_is_sent_as_small_as_the_browser_can_take_it(
    client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    response = client.get(asset("portal.css"), headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == encoding
    assert response.headers["Vary"] == "Accept-Encoding"
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding or "", bytes)
    assert unpacked(response.data) == CSS


def test_what_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(asset("portal.css"))
    again = client.get(asset("portal.css"), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_asking_only_for_the_headers_sends_no_body(client: FlaskClient) -> None:
    response = client.head(asset("portal.css"))
    assert response.status_code == 200
    assert response.content_length == len(CSS)
    assert response.data == b""


@pytest.mark.parametrize(
    "address",
    [
        "/static/portal.css",
        "/static/nothing.css",
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/static/",
    ],
)
def test_nothing_else_lies_there(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_template_that_names_a_missing_file_fails_at_once() -> None:
    with pytest.raises(KeyError):
        asset("no-such-file.css")


def test_every_kind_of_file_has_its_type() -> None:
    for file in STATIC.rglob("*"):
        if file.is_file():
            assert file.suffix in KINDS, file


@pytest.mark.parametrize("selector", [".button", "details.fold > summary"])
def test_words_on_a_button_stay_one_run_of_text(selector: str) -> None:
    """In a flex box each official Swedish word (a bdi) in a translation would become a column of its own."""
    rule = CSS.decode().split(f"\n{selector} {{", 1)[1].split("}", 1)[0]
    display = re.search(r"display: ([\w-]+)", rule)
    assert not display or display[1] in {"inline-block", "list-item"}


def test_a_fold_keeps_the_arrow_of_the_browser_and_is_high_enough_to_press() -> None:
    """The browser's own marker turns with the direction of the text."""
    rule = CSS.decode().split("\ndetails.fold > summary {", 1)[1].split("}", 1)[0]
    assert "min-height: 44px" in rule and "list-style" not in rule and "display" not in rule
