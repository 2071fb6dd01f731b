"""The worker as a program: it sends, it ends when told, and beside a server it ends with the server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.notifications import confirming
from portal.notifications.models import Channel
from tests.cast import Cast
from tests.commands import PROGRAM, environment, free_port, run, serving
from tests.notifications.push_service import PushService, push_service

SECRET = "5f1c0a7e9d3b48c6a2e4f60718293a4b"


@pytest.fixture(autouse=True)
def noon() -> None:
    """Time goes on as it does: the worker is a program of its own."""


def settings(url: str, gateway: PushService) -> dict[str, str]:
    return {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "PORTAL_DATABASE_URL": url,
        "PORTAL_SMS_URL": f"{gateway.origin}/sms",
    }


def she_waits_for_a_code(db: Session, cast: Cast) -> None:
    """The one notice that comes at any hour."""
    confirming.begin(db, SECRET, cast.amina, Channel.SMS, "+46701740622", now=clock.now())
    db.commit()


def until_sent(gateway: PushService) -> None:
    last = time.monotonic() + 60
    while not gateway.came:
        assert time.monotonic() < last, "nothing was sent"
        time.sleep(0.1)


def test_once_sends_what_is_due_and_ends(
    db: Session, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    she_waits_for_a_code(db, cast)
    with push_service() as gateway:
        for said in ("1 notices", "0 notices"):
            answer = run("work", "--once", folder=tmp_path, **settings(database_url, gateway))
            assert answer.returncode == 0, answer.stderr
            assert said in answer.stdout
        assert len(gateway.came) == 1
    assert "+46701740622" not in answer.stderr


def test_it_ends_when_told_and_says_nothing_of_anybody(
    db: Session, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    she_waits_for_a_code(db, cast)
    with push_service() as gateway:
        worker = subprocess.Popen(
            [*PROGRAM, "work"], cwd=tmp_path, stderr=subprocess.PIPE, text=True,
            env=environment(**settings(database_url, gateway)),
        )  # fmt: skip
        until_sent(gateway)
        code = re.findall(rb'"text": "(\d{6})', gateway.came[0][2])[0].decode()
        worker.send_signal(signal.SIGTERM)
        _, log = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert '"stopped"' in log
    for secret in ("701740622", code, "Amina", cast.amina.key, str(cast.amina.id)):
        assert secret not in log


def test_beside_a_server_it_sends_and_ends_with_it(
    db: Session, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    she_waits_for_a_code(db, cast)
    with push_service() as gateway:
        with serving(
            "serve", "--with-worker", folder=tmp_path, **settings(database_url, gateway)
        ) as served:
            until_sent(gateway)
        last = time.monotonic() + 30
        while '"stopped"' not in served.log:
            assert time.monotonic() < last, "the worker lives on"
            time.sleep(0.1)
        assert "Traceback" not in served.log


def test_when_the_server_is_killed_the_worker_ends_too(
    db: Session, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    she_waits_for_a_code(db, cast)
    with push_service() as gateway, (tmp_path / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [*PROGRAM, "serve", "--with-worker", "--port", str(free_port())], cwd=tmp_path,
            stderr=log, env=environment(**settings(database_url, gateway)),
        )  # fmt: skip
        until_sent(gateway)
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        last = time.monotonic() + 30
        while '"stopped"' not in (tmp_path / "log.txt").read_text():
            assert time.monotonic() < last, "the worker lives on"
            time.sleep(0.1)


def test_the_demo_has_everything_that_notices_need(tmp_path: Path) -> None:
    with serving("demo", folder=tmp_path) as served:
        answer, body = served.get("/demo/outbox")
        assert answer.status == 200
        assert "Demons utkorg" in body
        assert 'addEventListener("push"' in served.get("/sw.js")[1]
    key = (tmp_path / "instance" / "demo-push-key").read_text()
    assert re.fullmatch(r"[\w-]{43}", key)
    assert (tmp_path / "instance" / "demo-push-key").stat().st_mode & 0o077 == 0
