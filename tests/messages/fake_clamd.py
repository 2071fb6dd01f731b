"""A scanner that speaks clamd's protocol and answers what a test wants."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """Listens at a socket; keeps what it was sent. `says` takes the place of what it would find out itself."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.files: list[bytes] = []
        self.says: bytes | None = None
        self.most = 10_000_000
        self.is_silent = False
        self.in_pieces = False
        self._ends = threading.Event()

    def serve(self) -> None:
        while not self._ends.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            with connection:
                self._answer(connection)

    def stop(self) -> None:
        self._ends.set()

    def _answer(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as asked:
            command = b""
            while not command.endswith(b"\0"):
                command += asked.read(1)
            if command == b"zPING\0":
                connection.sendall(b"PONG\0")
                return
            assert command == b"zINSTREAM\0"
            content = b""
            while size := int.from_bytes(asked.read(4)):
                content += asked.read(size)
                if len(content) > self.most:
                    connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
        self.files.append(content)
        if self.is_silent:
            self._ends.wait(5)
            return
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self._say(connection, found if self.says is None else self.says)

    def _say(self, connection: socket.socket, words: bytes) -> None:
        if not self.in_pieces:
            connection.sendall(words)
            return
        for at in range(len(words)):
            connection.sendall(words[at : at + 1])


@contextmanager
def listening(folder: Path | None = None) -> Iterator[tuple[FakeClamd, str]]:
    """A scanner that answers, and its address: at a path in `folder`, else at a port of this machine."""
    if folder:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(folder / "clamd.ctl"))
        address = f"unix://{folder / 'clamd.ctl'}"
    else:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    listener.listen()
    listener.settimeout(0.2)
    fake = FakeClamd(listener)
    thread = threading.Thread(target=fake.serve, daemon=True)
    thread.start()
    try:
        yield fake, address
    finally:
        fake.stop()
        thread.join(10)
        listener.close()
