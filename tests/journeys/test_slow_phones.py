"""Four phones that send slowly keep nobody else waiting."""

from __future__ import annotations

import socket
import urllib.request
from contextlib import ExitStack

import pytest

from tests.journeys.conftest import Demo

UPLOAD = (
    b"POST /sign-in/code HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncode="
)


@pytest.mark.journey
def test_the_first_page_answers_while_four_slow_uploads_are_under_way(demo: Demo) -> None:
    port = int(demo.address.rsplit(":", 1)[1])
    with ExitStack() as open_ones:
        slow = [
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(4)
        ]
        for phone in slow:
            phone.sendall(UPLOAD)
        for _ in range(8):
            with urllib.request.urlopen(demo.address, timeout=20) as answer:  # noqa: S310 (our own)
                assert answer.status == 200
        for phone in slow:
            phone.sendall(b"x")  # each is still being listened to
            phone.setblocking(False)
            with pytest.raises(BlockingIOError):
                phone.recv(1)
