"""Phones on a thin link: they get there, and keep nobody else waiting."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.benchmarks.link import thin
from tests.journeys.conftest import Demo, fits, sign_in
from tests.journeys.taps import follow, send

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


@pytest.mark.journey
def test_over_a_slow_link_she_comes_to_her_next_step_and_two_taps_do_it_once(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    """400 kbit/s and 400 ms each way and back: from the paper to the step, done, and undone."""
    port = int(demo.address.rsplit(":", 1)[1])
    with thin(port) as slow:
        page = phone("ar")
        sign_in(page, demo.links[0].replace(f":{port}/", f":{slow}/"))
        step = page.locator("#next-step")
        expect(step).to_be_visible()
        follow(step.locator("a[href*='/plan/steps/']").first)
        page.wait_for_url("**/plan/steps/*")
        page.locator("form[action$='/done'] button").dblclick()
        undo = page.locator("form[action$='/not-done'] button")
        expect(undo).to_be_visible()
        page.wait_for_load_state()
        assert fits(page)
        send(undo, shows=page.locator("form[action$='/done'] button"))
