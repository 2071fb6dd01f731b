"""What was handed over whole, and nobody said whether it was taken: not the same as what reached nobody."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from portal.notifications import mail, sms
from portal.notifications.carrying import Retry, Silent, Unanswered
from portal.notifications.mail import Mail
from portal.notifications.sms import FORM, JSON, Sms
from tests.notifications.postmen import ADDRESS, NUMBER
from tests.notifications.test_push import letter

Says = Callable[[socket.socket], None]


@contextmanager
def listening(says: Says) -> Iterator[int]:
    """A server of raw sockets: what it does with one who comes is the test's."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(5)
                says(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            thread.join()


def hears_and_is_silent(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def hears_and_hangs_up(connection: socket.socket) -> None:
    heard = b""
    while NUMBER[1:].encode() not in heard:
        heard += connection.recv(65536)


def breaks_off_its_answer(connection: socket.socket) -> None:
    hears_and_hangs_up(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms, "SECONDS", 0.5)
    monkeypatch.setattr(mail, "SECONDS", 0.5)


@pytest.mark.parametrize("shape", [JSON, FORM])
@pytest.mark.parametrize("says", [hears_and_is_silent, hears_and_hangs_up, breaks_off_its_answer])
def test_a_gateway_that_heard_it_may_have_sent_it(says: Says, shape: str) -> None:
    with listening(says) as port, pytest.raises(Unanswered):
        Sms(f"http://127.0.0.1:{port}", "MinVag", shape).send(NUMBER, letter())


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{}", "https://127.0.0.1:{}", "http://nobody.invalid/{}"]
)
def test_a_gateway_that_cannot_be_reached_has_sent_nothing(url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Silent):
        Sms(url.format(port), "MinVag").send(NUMBER, letter())


@pytest.mark.parametrize("says", [hears_and_is_silent, lambda _: None, lambda _: time.sleep(0.7)])
def test_a_gateway_that_never_comes_to_speak_in_secret_has_heard_nothing(says: Says) -> None:
    with listening(says) as port, pytest.raises(Silent):
        Sms(f"https://127.0.0.1:{port}", "MinVag").send(NUMBER, letter())


def mail_server(at_end: bytes | None, *, ends_at: bytes = b"-", at_quit: bytes = b"221") -> Says:
    """Speaks as far as `ends_at`, says that after the whole mail (None: nothing), and this to a goodbye."""
    answers = {b"DATA": b"354", b"QUIT": at_quit}

    def says(connection: socket.socket) -> None:
        connection.sendall(b"220 hello\r\n")
        with connection.makefile("rb") as heard:
            while line := heard.readline():
                if line.upper().startswith(ends_at):
                    return
                connection.sendall(answers.get(line[:4].upper(), b"250") + b" so\r\n")
                if line.upper().startswith(b"DATA"):
                    while heard.readline() != b".\r\n":
                        pass
                    if at_end is None:
                        return
                    connection.sendall(at_end + b" so\r\n")

    return says


def sends(says: Says) -> None:
    with listening(says) as port:
        Mail(f"smtp://127.0.0.1:{port}", "noreply@example.org").send(ADDRESS, letter())


def test_a_mail_server_that_heard_the_whole_mail_may_have_taken_it() -> None:
    with pytest.raises(Unanswered):
        sends(mail_server(None))


@pytest.mark.parametrize("ends_at", [b"EHLO", b"MAIL", b"RCPT", b"DATA"])
def test_a_mail_server_that_ends_before_has_taken_nothing(ends_at: bytes) -> None:
    with pytest.raises(Silent):
        sends(mail_server(None, ends_at=ends_at))


def test_a_mail_server_that_has_no_room_says_so_and_the_mail_is_tried_again() -> None:
    with pytest.raises(Retry):
        sends(mail_server(b"452"))


@pytest.mark.parametrize("at_quit", [b"221", b"421", b"500"])
def test_a_mail_that_was_taken_is_taken_whatever_follows(at_quit: bytes) -> None:
    sends(mail_server(b"250", at_quit=at_quit))
