"""Mails as a real SMTP server gets them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.notifications.carrying import Attachment, Permanent, Retry, Silent
from portal.notifications.mail import Mail
from tests.notifications.postmen import ADDRESS
from tests.notifications.test_push import letter


class Server:
    """Keeps what it is given; answers as a test says."""

    def __init__(self) -> None:
        self.came: list[Envelope] = []
        self.answer = "250 Ok"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope
    ) -> str:
        self.came.append(envelope)
        return "250 Ok"


@pytest.fixture
def server() -> Iterator[tuple[Server, Mail]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, Mail(f"smtp://127.0.0.1:{port}", "noreply@minvag.example.org")
    controller.stop()


def opened(envelope: Envelope) -> EmailMessage:
    return message_from_bytes(cast(bytes, envelope.content), policy=default)


@pytest.mark.parametrize("code", ["sv", "ar", "uk"])
def test_a_mail_says_that_nobody_wrote_it_and_nothing_of_anybody(
    server: tuple[Server, Mail], code: str
) -> None:
    handler, mail = server
    mail.send(ADDRESS, letter(code))
    [envelope] = handler.came
    assert envelope.rcpt_tos == [ADDRESS]
    message = opened(envelope)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{'k' * 40}@minvag.example.org>"
    assert message["Content-Language"] == code
    assert str(message["Subject"]) == letter(code).words.news
    body = message.get_body()
    assert body
    assert body.get_content().split() == letter(code).words.mail.split()
    assert not list(message.iter_attachments())


def test_a_file_for_her_calendar_says_what_is_to_be_done_with_it(
    server: tuple[Server, Mail],
) -> None:
    handler, mail = server
    file = Attachment(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "CANCEL")
    mail.send(ADDRESS, replace(letter(), attachment=file))
    [part] = list(opened(handler.came[0]).iter_attachments())
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "CANCEL"
    assert b"VCALENDAR" in cast(bytes, part.get_payload(decode=True))


@pytest.mark.parametrize(
    ("said", "answer"), [("550 No such user", Permanent), ("451 Try later", Retry)]
)
def test_what_a_mail_server_answers(
    server: tuple[Server, Mail], said: str, answer: type[Exception]
) -> None:
    handler, mail = server
    handler.answer = said
    with pytest.raises(answer):
        mail.send(ADDRESS, letter())


def test_a_mail_server_that_is_not_there_is_silence() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(Silent):
        Mail(f"smtp://127.0.0.1:{port}", "noreply@example.org").send(ADDRESS, letter())


def test_a_mail_server_elsewhere_that_cannot_be_spoken_to_in_secret_gets_nothing(
    server: tuple[Server, Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, mail = server
    monkeypatch.setattr("portal.notifications.mail.HERE", frozenset())
    with pytest.raises(Retry):
        mail.send(ADDRESS, letter())
    assert not handler.came
