"""The outbox of a demo: SMS and mails are written to a file beside the database, and can be looked at on a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from portal import clock
from portal.notifications.carrying import Letter
from portal.notifications.delivering import ToPhone
from portal.notifications.models import Channel
from portal.notifications.push import Phone

MOST = 50


@dataclass(frozen=True)
class Shown:
    """One notice as the phone would have got it."""

    at: str
    channel: Channel
    to: str
    text: str
    lang: str
    dir: str
    has_file: bool


class Paper:
    """Takes the place of a channel: writes down what it would have sent."""

    def __init__(self, file: Path, channel: Channel) -> None:
        self._file, self._channel = file, channel

    def send(self, address: str, letter: Letter) -> None:
        """Write it down."""
        words = letter.words
        text = words.sms if self._channel is Channel.SMS else f"{words.news}\n\n{words.mail}"
        if self._channel is Channel.PUSH:
            text = f"{words.title}: {words.news}"
        shown = Shown(
            at=clock.now().isoformat(),
            channel=self._channel,
            to=address,
            text=text,
            lang=words.language.code,
            dir=words.language.dir,
            has_file=letter.attachment is not None,
        )
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(shown), ensure_ascii=False) + "\n")


class PaperAndPhone:
    """Sends to the phone, and writes down that it did: a demo's push notices are real."""

    def __init__(self, file: Path, push: ToPhone) -> None:
        self._paper, self._push = Paper(file, Channel.PUSH), push

    def send(self, phone: Phone, letter: Letter) -> None:
        """To the phone first: what it does not take is not written down."""
        self._push.send(phone, letter)
        self._paper.send("", letter)


def newest(file: Path | None) -> Sequence[Shown]:
    """What was written down, the newest first."""
    if file is None or not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()[-MOST:]
    return [Shown(**json.loads(line)) for line in reversed(lines)]
