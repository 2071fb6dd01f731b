"""Serving the portal and the floor alike, and asking them as a few phones at once would."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

SECRET = "a secret of the benchmark, long enough to be one"
WORKERS, THREADS, CLIENTS = 2, 8, 4
SECONDS = 3.0


def made(urls: str, name: str) -> str:
    """The address of a database of that name, which is empty."""
    if not urls.startswith("sqlite"):
        engine = sa.create_engine(urls.format("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        engine.dispose()
    return urls.format(name)


@contextmanager
def served(target: str, url: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [Path(sys.executable).parent / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS),
         "--worker-class", "gthread", "--threads", str(THREADS), "--preload", "--log-level", "error", target],
        env={**os.environ, "BENCH_DATABASE_URL": url, "BENCH_SECRET": SECRET},
    )  # fmt: skip
    try:
        for _ in range(200):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def rate(port: int, path: str, cookie: str) -> float:
    """Requests answered in a second, by a few clients that each keep one connection."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def ask(number: int) -> None:
        request = _request(path, cookie)
        with socket.create_connection(("127.0.0.1", port)) as connection:
            while time.perf_counter() < until:
                connection.sendall(request)
                _read(connection)
                counts[number] += 1

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / SECONDS


def _read(connection: socket.socket) -> None:
    """Read one answer to its end; anything but a page, or that nothing is new, stops the benchmark."""
    answer = connection.recv(65_536)
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 204")):
        raise RuntimeError(head.split(b"\r\n")[0].decode())
    found = re.search(rb"(?i)content-length: (\d+)", head)
    missing = int(found[1]) - len(body) if found else 0
    while missing > 0:
        missing -= len(connection.recv(65_536))


def memory(port: int) -> int:
    """The largest share of memory of the portal's workers, in MB; the master, which serves nobody, left out.

    Proportional: what the workers have in common with the master is counted once, divided among them.
    """
    listening = subprocess.run(
        ["pgrep", "-f", f"127.0.0.1:{port}"], capture_output=True, text=True, check=True
    ).stdout.split()
    sizes = []
    for process in listening[1:]:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        sizes.append(int(re.search(r"Pss:\s+(\d+)", rollup)[1]))  # type: ignore[index]
    return max(sizes) // 1024


def ask(port: int, path: str, cookie: str, times: int) -> None:
    """Ask so many times and wait for each answer."""
    each = times // CLIENTS

    def one_client() -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            for _ in range(each):
                connection.sendall(_request(path, cookie))
                _read(connection)

    clients = [threading.Thread(target=one_client) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()


def _request(path: str, cookie: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\nCookie: {cookie}\r\n\r\n".encode()
