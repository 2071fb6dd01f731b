"""A thin telephone link in user space: so many bits a second down and up, and so many milliseconds each way."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

PIECE = 1_400
"""Bytes that are let through at a time: about one packet."""


@dataclass
class _Wire:
    """One direction, shared by all connections: a piece waits until the wire is free."""

    bits_a_second: int
    delay: float

    def __post_init__(self) -> None:
        self._free_at = 0.0
        self._lock = threading.Lock()

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                time.sleep(max(0.0, self._booked(len(piece)) - time.perf_counter()))
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def _booked(self, size: int) -> float:
        """When a piece of this size has arrived at the other end."""
        with self._lock:
            self._free_at = max(self._free_at, time.perf_counter()) + size * 8 / self.bits_a_second
            return self._free_at + self.delay


@contextmanager
def thin(port: int, *, bits_a_second: int = 400_000, round_trip: float = 0.4) -> Iterator[int]:
    """A port that leads to `port` over such a link. Opening a connection takes a round trip too."""
    down = _Wire(bits_a_second, round_trip / 2)
    up = _Wire(bits_a_second, round_trip / 2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(
            target=_accept, args=(server, port, down, up, round_trip), daemon=True
        ).start()
        yield server.getsockname()[1]


def _accept(server: socket.socket, port: int, down: _Wire, up: _Wire, round_trip: float) -> None:
    with suppress(OSError):
        while True:
            phone, _ = server.accept()
            threading.Thread(
                target=_join, args=(phone, port, down, up, round_trip), daemon=True
            ).start()


def _join(phone: socket.socket, port: int, down: _Wire, up: _Wire, round_trip: float) -> None:
    time.sleep(round_trip)
    with phone, socket.create_connection(("127.0.0.1", port)) as portal:
        upward = threading.Thread(target=up.carry, args=(phone, portal), daemon=True)
        upward.start()
        down.carry(portal, phone)
        upward.join()
