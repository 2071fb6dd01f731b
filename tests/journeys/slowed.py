"""An unlucky link, to provoke what a slow machine would: every piece of a request, and of its answer, comes late.

JOURNEYS_SLOWED=400 .venv/bin/pytest tests/journeys -n 4     # up to 400 ms late, at random
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 65_536
LATEST = int(os.environ.get("JOURNEYS_SLOWED", "0")) / 1000
"""Seconds, each way; none unless it is asked for."""


@contextmanager
def slowed(port: int) -> Iterator[int]:
    """A port that leads to `port` over such a link; the port itself unless slowness is asked for."""
    if not LATEST:
        yield port
        return
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:
        threading.Thread(target=_accept, args=(server, port), daemon=True).start()
        yield server.getsockname()[1]
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for phones


def _accept(server: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            phone, _ = server.accept()
            threading.Thread(target=_join, args=(phone, port), daemon=True).start()


def _join(phone: socket.socket, port: int) -> None:
    with phone, suppress(OSError), socket.create_connection(("127.0.0.1", port)) as portal:
        upward = threading.Thread(target=_carry, args=(phone, portal), daemon=True)
        upward.start()
        _carry(portal, phone)
        upward.join()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            time.sleep(random.uniform(0, LATEST))
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
