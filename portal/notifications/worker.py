"""The worker: sends what the outbox holds, again and again, until it is told to stop."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from portal import log
from portal.notifications.delivering import Office, deliver

PAUSE = 2.0
"""Seconds between two looks into an empty outbox: somebody may be waiting for a code."""
AFTER_A_FAULT = 10.0
CHORES_EVERY = timedelta(hours=1)

Chores = Callable[[datetime], None]
"""What is done once an hour besides: rows for what is due, and what is old is forgotten."""


def name() -> str:
    """A name that no other worker has."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"


def drain(office: Office) -> int:
    """Send everything that is due now; how many notices were taken in hand."""
    count = 0
    while taken := deliver(office):
        count += taken
    return count


def work(office: Office, chores: Chores, stop: Event, *, besides: Callable[[], int] = int) -> None:
    """Work until `stop` is set: what is being sent is ended first. After any fault it goes on in a while.

    `besides` is done at each look and says how much there was to do.
    """
    log.event("working")
    next_chores: datetime | None = None
    while not stop.is_set():
        try:
            now = office.clock()
            if next_chores is None or now >= next_chores:
                chores(now)
                next_chores = now + CHORES_EVERY
            pause = 0.0 if deliver(office) + besides() else PAUSE
        except Exception as error:  # a fault in one notice must not end the others'
            log.broken(error, endpoint=None)
            pause = AFTER_A_FAULT
        stop.wait(pause)
    log.event("stopped")
