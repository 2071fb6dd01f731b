"""The municipality's own machine translator: it suggests, and when it fails nobody is stopped."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from portal.translators import machine
from portal.translators.machine import Machine, NoSuggestion

LANGUAGES = [{"code": "sv", "targets": ["sv", "ar"]}, {"code": "ar", "targets": ["sv"]}]


@dataclass
class StandIn:
    """A server on this machine that answers as the test says."""

    answers: dict[str, Callable[[], tuple[int, bytes, dict[str, str]]]] = field(
        default_factory=dict
    )
    asked: list[tuple[str, Any]] = field(default_factory=list)
    url: str = ""

    def says(self, path: str, answer: object, status: int = 200, **headers: str) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.answers[path] = lambda: (status, body, headers)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    told = StandIn()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, asked: object) -> None:
            told.asked.append((self.path, asked))
            status, body, headers = told.answers[self.path]()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            with suppress(BrokenPipeError):  # whoever asked has not waited
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    told.says("/languages", LANGUAGES)
    told.says("/translate", {"translatedText": "اتصل بي"})
    monkeypatch.setattr(machine, "_KNOWN", {})
    monkeypatch.setattr(machine, "SECONDS", 0.5)
    yield told
    server.shutdown()
    server.server_close()


def nothing(of: Machine, source: str = "sv", into: str = "ar") -> str:
    with pytest.raises(NoSuggestion) as said:
        of.suggest("Ring mig", source, into)
    return said.value.reason


def test_it_suggests_a_translation(stand_in: StandIn) -> None:
    assert Machine(stand_in.url, "a key").suggest("Ring mig", "sv", "ar") == "اتصل بي"
    assert stand_in.asked == [
        ("/languages", None),
        (
            "/translate",
            {"q": "Ring mig", "format": "text", "source": "sv", "target": "ar", "api_key": "a key"},
        ),
    ]


def test_a_language_that_nobody_has_named_is_found_out_by_the_machine(stand_in: StandIn) -> None:
    Machine(stand_in.url).suggest("اتصل بي", "und", "sv")
    asked = stand_in.asked[-1][1]
    assert asked["source"] == "auto" and "api_key" not in asked


def test_its_languages_are_asked_for_once(stand_in: StandIn) -> None:
    for _ in range(3):
        Machine(stand_in.url).suggest("Ring mig", "sv", "ar")
    assert [path for path, _ in stand_in.asked].count("/languages") == 1


@pytest.mark.parametrize(("source", "into"), [("sv", "so"), ("ti", "sv"), ("und", "prs")])
def test_no_text_is_sent_where_the_server_has_not_the_language(
    stand_in: StandIn, source: str, into: str
) -> None:
    assert nothing(Machine(stand_in.url), source, into) == "unknown-language"
    assert "/translate" not in [path for path, _ in stand_in.asked]


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>", b"[" * 90_000, b"[]", b"{}", b'"x"', b'{"translatedText": 3}',
     b'{"translatedText": " "}', b'{"translatedText": "' + b"x" * 200_000 + b'"}', b"\xff"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/languages", "/translate"])
def test_an_answer_that_is_none_is_no_suggestion(
    stand_in: StandIn, path: str, answer: bytes
) -> None:
    stand_in.says(path, answer)
    assert nothing(Machine(stand_in.url)) in {"silent", "unknown-language"}


@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_refusal_is_no_suggestion(stand_in: StandIn, status: int) -> None:
    stand_in.says("/translate", {"error": "no"}, status)
    assert nothing(Machine(stand_in.url)) == "silent"


def test_it_is_not_followed_to_another_server(stand_in: StandIn) -> None:
    stand_in.says("/translate", b"", 302, Location=f"{stand_in.url}/elsewhere")
    stand_in.says("/elsewhere", {"translatedText": "x"})
    assert nothing(Machine(stand_in.url)) == "silent"
    assert "/elsewhere" not in [path for path, _ in stand_in.asked]


def test_nobody_waits_long_for_it(stand_in: StandIn) -> None:
    def slowly() -> tuple[int, bytes, dict[str, str]]:
        time.sleep(1.5)
        return 200, b"{}", {}

    stand_in.answers["/translate"] = slowly
    began = time.monotonic()
    assert nothing(Machine(stand_in.url)) == "silent"
    assert time.monotonic() - began < 1.4


def test_it_says_which_languages_it_has(stand_in: StandIn) -> None:
    assert Machine(stand_in.url).known_languages() == {"sv", "ar"}
    assert Machine("http://127.0.0.1:9").known_languages() == set()


def test_a_server_that_is_not_there_is_silent() -> None:
    assert nothing(Machine("http://127.0.0.1:9")) == "silent"
