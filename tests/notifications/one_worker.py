"""A worker as a program of its own, whose clock goes thirty times as fast: a lease of two minutes lasts four seconds.

python -m tests.notifications.one_worker DATABASE GATEWAY NOON BEGAN
"""

from __future__ import annotations

import logging
import sys
import time
from datetime import datetime, timedelta
from threading import Event

from portal import log
from portal.db import engine_for
from portal.notifications import worker
from portal.notifications.delivering import Office, Ways
from portal.notifications.models import Channel
from portal.notifications.sms import Sms

SECRET = "a secret that only the tests know, long enough"
FASTER = 30


def main(database: str, gateway: str, noon: str, began: str) -> None:
    """Work until killed."""

    def clock() -> datetime:
        gone = time.time() - float(began)
        return datetime.fromisoformat(noon) + timedelta(seconds=gone * FASTER)

    log.set_up(logging.CRITICAL)
    worker.PAUSE = 0.2
    ways = Ways(by_address={Channel.SMS: Sms(gateway, "MinVag")})
    office = Office(
        engine_for(database), SECRET, "https://minvag.example.org", ways, worker.name(), clock
    )
    worker.work(office, lambda _: None, Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
