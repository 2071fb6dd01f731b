"""The worker: sends what the outbox holds, again and again, until it is told to stop."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from portal import log
from portal.notifications.delivering import Office, deliver

PAUSE = 2.0
"""Seconds between two looks into an empty outbox: somebody may be waiting for a code."""
AFTER_A_FAULT = 10.0
CHORES_EVERY = timedelta(hours=1)

Chores = Callable[[datetime], None]
"""What is done once an hour besides: rows for what is due, and what is old is forgotten."""
Work = Callable[[], int | None]
"""Something to be done; it may say how much there was to do."""


def name() -> str:
    """A name that no other worker has."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"


def drain(office: Office) -> int:
    """Settle everything that is due now: sent, kept back or put off; how many notices that were."""
    count = 0
    while settled := deliver(office):
        count += settled
    return count


def work(office: Office, chores: Chores, stop: Event, *, besides: Work = int) -> None:
    """Work until `stop` is set: what is being sent is ended first. After any fault it goes on in a while.

    `besides` is done at each look. Chores that fail are done again in an hour, and nobody's notice waits for them.
    """
    log.event("working")
    next_chores: datetime | None = None
    while not stop.is_set():
        now = office.clock()
        if next_chores is None or now >= next_chores:
            next_chores = now + CHORES_EVERY
            unbroken(partial(chores, now))
        done = [unbroken(lambda: deliver(office)), unbroken(besides)]
        stop.wait(0.0 if any(done) else AFTER_A_FAULT if None in done else PAUSE)
    log.event("stopped")


def unbroken(work: Work) -> int | None:
    """How much there was to do; None when it failed, which is noted: a fault in one thing must not end the others."""
    try:
        return work() or 0
    except Exception as error:
        log.broken(error, endpoint=None)
        return None
