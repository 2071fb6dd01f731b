"""Starting the portal's commands as people do: in a folder of their own, as a program of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAM = [sys.executable, "-c", "from portal.cli import portal; portal(prog_name='portal')"]
LONGEST = 60
"""Seconds until a server that does not start counts as broken."""


def environment(**settings: str) -> dict[str, str]:
    """The machine's environment without any setting of the portal's, and these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def run(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments], cwd=folder, env=environment(**settings),
        capture_output=True, text=True, timeout=LONGEST, check=False,
    )  # fmt: skip


def free_port() -> int:
    """A port that nobody answers at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Served:
    """A portal that answers, and what it has said so far."""

    port: int
    folder: Path

    def get(self, address: str) -> tuple[HTTPResponse, str]:
        """Ask for a page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer, body

    @property
    def out(self) -> str:
        return (self.folder / "out.txt").read_text()

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text()


@contextmanager
def serving(*arguments: str, folder: Path, **settings: str) -> Iterator[Served]:
    """Start a server on a free port, wait until it listens, and stop it at the end."""
    served = Served(free_port(), folder)
    with (folder / "out.txt").open("w") as out, (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [*PROGRAM, *arguments, "--port", str(served.port)],
            cwd=folder, env=environment(**settings), stdout=out, stderr=log,
        )  # fmt: skip
        try:
            _wait(process, served)
            yield served
        finally:
            process.terminate()
            process.wait(timeout=LONGEST)


def _wait(process: subprocess.Popen[bytes], served: Served) -> None:
    until = time.monotonic() + LONGEST
    while '"listening"' not in served.log:
        assert process.poll() is None, served.log
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.05)
