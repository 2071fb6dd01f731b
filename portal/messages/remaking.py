"""Having a paper made anew in a process of its own, which knows no secret and has little memory and time.

What is sent here is read by decoders, and those are what files are made to attack. In a process of its own they can
fall, hang or eat memory, and the paper is refused; the portal goes on answering. It takes a tenth of a second longer.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from portal.messages.anew.making import Became

PORTAL = Path(__file__).parent.parent
BEGIN = (
    "import sys, types; portal = types.ModuleType('portal'); portal.__path__ = [sys.argv[1]];"
    " sys.modules['portal'] = portal; from portal.messages.anew.making import main; main()"
)
"""Without what the portal itself loads when it starts."""
LONGEST = 20
"""Seconds by the clock; the machine may have other things to do."""
AT_A_TIME = threading.BoundedSemaphore(1)
"""For each process of the server: what waits here costs nothing, what is made takes a processor."""
WAITS = 30
"""Seconds that one waits for its turn."""


class Busy(Exception):
    """Too many papers are being made anew; she may try again in a while."""


def remade(content: bytes) -> tuple[Became, bytes]:
    """What the file became, and the new file; it is not to be trusted before it is `JPEG` or `PDF`. Raises `Busy`."""
    if not AT_A_TIME.acquire(timeout=WAITS):
        raise Busy
    try:
        return _run(content)
    finally:
        AT_A_TIME.release()


def _run(content: bytes) -> tuple[Became, bytes]:
    try:
        done = subprocess.run(  # noqa: S603 (this Python, and a program that stands here)
            [sys.executable, "-I", "-c", BEGIN, str(PORTAL)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Became.BROKEN, b""
    word, _, made = done.stdout.partition(b"\n")
    if done.returncode or word.decode("ascii", "replace") not in set(Became):
        return Became.BROKEN, b""
    return Became(word.decode()), made
