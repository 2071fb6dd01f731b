"""What is done once an hour may fail: nobody's notice waits for it, and the other chores are done."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import moving
from portal.notifications import worker
from portal.notifications.delivering import Office
from portal.notifications.models import Channel
from portal.operations import working
from portal.operations.paper_work import PaperWork
from portal.settings import Settings
from tests.cast import Cast
from tests.conftest import SECRET
from tests.notifications.postmen import Postman, message, opens


def breaks(*_: object, **__: object) -> int:
    raise ZeroDivisionError


class Looks(Event):
    """Ends the work after so many looks, and waits for nothing."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.pauses: list[float | None] = []
        self._most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        if len(self.pauses) == self._most:
            self.set()
        return True


def test_she_is_told_although_a_chore_fails_and_it_is_not_done_again_at_once(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    done: list[datetime] = []

    def chores(now: datetime) -> None:
        done.append(now)
        breaks()

    worker.work(office, chores, Looks(3))
    assert postman.channels == [Channel.SMS]
    assert len(done) == 1, "again in an hour"


def test_she_is_told_at_once_although_what_is_done_besides_fails(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    looks = Looks(2)
    worker.work(office, lambda _: None, looks, besides=breaks)
    assert postman.channels == [Channel.SMS]
    assert looks.pauses == [0.0, worker.AFTER_A_FAULT]


@pytest.mark.parametrize("failing", range(len(working.CHORES)))
def test_a_chore_that_fails_stops_none_of_the_others(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    done: list[int] = []

    def chore(number: int, *_: object) -> None:
        if number == failing:
            breaks()
        done.append(number)

    chores = tuple(partial(chore, number) for number in range(len(working.CHORES)))
    monkeypatch.setattr(working, "CHORES", chores)
    monkeypatch.setattr(moving, "forget", lambda _: done.append(-1))
    working.do_chores(engine, clock.now(), SECRET)
    assert done == [one for one in range(len(working.CHORES)) if one != failing] + [-1]


def test_working_once_tells_her_although_everything_besides_fails(
    db: Session, cast: Cast, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    monkeypatch.setattr(working, "CHORES", (breaks,))
    monkeypatch.setattr(moving, "move", breaks)
    for name in ("clear", "scan"):
        monkeypatch.setattr(PaperWork, name, breaks)
    assert working.once(Settings(SECRET, database_url, files=tmp_path / "p")) == 1
