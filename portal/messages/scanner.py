"""Asking a virus scanner about a file: clamd's own protocol, over a socket of this machine or the network.

A paper counts as clean only when clamd has said so in full; anything else is no answer.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

CHUNK = 64 * 1024
USUAL_PORT = 3310
PATIENCE = 30.0
"""Seconds; a scanner that reads its signatures anew takes that long."""
LONGEST_ANSWER = 4096
ENDS = b"\0"


class NoAnswer(Exception):
    """The scanner cannot be reached, gave up, or said something else."""


class Verdict(Enum):
    """What the scanner says of a file."""

    CLEAN = "clean"
    FOUND = "found"


@dataclass(frozen=True)
class Clamd:
    """Where clamd listens: a path, or a host and a port."""

    path: str | None = None
    host: str = ""
    port: int = USUAL_PORT
    patience: float = PATIENCE

    @classmethod
    def at(cls, address: str) -> Clamd:
        """From `unix:///run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`. Raises `ValueError` for another."""
        parts = urlsplit(address)
        if parts.query or parts.fragment or parts.username:
            raise ValueError("only the address")
        if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
            return cls(path=parts.path)
        if parts.scheme == "tcp" and parts.hostname and parts.path in {"", "/"}:
            return cls(host=parts.hostname, port=parts.port or USUAL_PORT)
        raise ValueError("neither unix:///path nor tcp://host:port")

    def scan(self, content: bytes) -> Verdict:
        """Send the file, and hear what clamd says. Raises `NoAnswer`."""
        parts = [b"zINSTREAM\0"]
        for at in range(0, len(content), CHUNK):
            chunk = content[at : at + CHUNK]
            parts += [len(chunk).to_bytes(4), chunk]
        return verdict(self._asked([*parts, bytes(4)]))

    def is_there(self) -> bool:
        """Whether it answers at all."""
        try:
            return self._asked([b"zPING\0"]) == b"PONG\0"
        except NoAnswer:
            return False

    def _asked(self, parts: list[bytes]) -> bytes:
        try:
            with self._connected() as connection:
                try:
                    for one in parts:
                        connection.sendall(one)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it has said why before it hung up: too large
                return _heard(connection)
        except OSError as fault:
            raise NoAnswer(type(fault).__name__) from fault

    def _connected(self) -> socket.socket:
        if self.path is None:
            return socket.create_connection((self.host, self.port), timeout=self.patience)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self.patience)
        try:
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection


def _heard(connection: socket.socket) -> bytes:
    """All that it says, until it has ended its sentence or hung up."""
    heard = b""
    while ENDS not in heard and len(heard) < LONGEST_ANSWER:
        some = connection.recv(LONGEST_ANSWER)
        if not some:
            break
        heard += some
    return heard


def verdict(answer: bytes) -> Verdict:
    """What clamd's answer means. Raises `NoAnswer` for an error, for half an answer, and for anything unknown."""
    if answer == b"stream: OK\0":
        return Verdict.CLEAN
    words, ends, rest = answer.partition(ENDS)
    if ends and not rest and words.startswith(b"stream: ") and words.endswith(b" FOUND"):
        return Verdict.FOUND
    raise NoAnswer("error" if words.endswith(b"ERROR") else "unknown")
