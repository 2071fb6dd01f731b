"""The production server: does not start unsafe, answers, and keeps codes out of its log."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import commands
from tests.commands import Served

CODE = "ABCD-EFGH-JKMN"
SETTINGS = {
    "PORTAL_SECRET_KEY": "5f1c0a7e9d3b48c6a2e4f60718293a4b",
    "PORTAL_BASE_URL": "http://127.0.0.1:8000",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has the newest schema."""
    folder = tmp_path_factory.mktemp("serving")
    assert commands.run("migrate", folder=folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with commands.serving("serve", "--workers", "2", folder=folder, **SETTINGS) as served:
        yield served


def test_it_does_not_start_without_a_secret_and_says_so_in_a_line_each(tmp_path: Path) -> None:
    ended = commands.run("serve", folder=tmp_path)
    assert ended.returncode == 1
    assert ended.stdout == ""
    lines = ended.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["PORTAL_SECRET_KEY", "PORTAL_BASE_URL"]


def test_it_does_not_start_with_a_well_known_secret(tmp_path: Path) -> None:
    ended = commands.run("serve", folder=tmp_path, **{**SETTINGS, "PORTAL_SECRET_KEY": "changeme"})
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert line.startswith("PORTAL_SECRET_KEY: ")


def test_it_does_not_start_without_the_newest_schema(tmp_path: Path) -> None:
    ended = commands.run("serve", folder=tmp_path, **SETTINGS)
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert "portal migrate" in line
    assert not (tmp_path / "instance" / "portal.db").exists()


def test_a_port_that_is_taken_is_said_in_one_line(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        ended = commands.run("serve", "--port", port, folder=folder, **SETTINGS)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [f"127.0.0.1:{port}: address already in use"]


def test_it_lives_and_is_ready_and_gives_no_cookie_for_asking(served: Served) -> None:
    for address in ("/health", "/ready"):
        answer, body = served.get(address)
        assert (answer.status, body) == (200, "ok\n")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Set-Cookie"] is None


def test_the_log_names_the_page_but_never_its_address(served: Served) -> None:
    served.get(f"/sign-in/code?code={CODE}")
    served.get(f"/feedback/{CODE}")
    served.get(f"/sign-in/code?code={CODE}{'A' * 4000}")
    _say(served, f"NONSENSE {CODE}\r\n\r\n")
    _say(served, f"GET /sign-in/code?code={CODE} HTTP/1.1\r\nNo header\r\n\r\n")
    assert CODE not in served.log + served.out
    assert "?" not in served.log
    lines = [json.loads(line) for line in served.log.splitlines()]
    [visit] = [line for line in lines if line.get("endpoint") == "public.sign_in.code"]
    assert visit.keys() == {
        "event", "level", "timestamp", "method", "endpoint", "status", "milliseconds",
    }  # fmt: skip


def _say(served: Served, words: str) -> None:
    """Speak to the server as no browser would."""
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(words.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 4")
