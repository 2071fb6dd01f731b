"""How fast the portal is, as ratios against a bare floor measured beside it in the same run.

    make bench

Absolute times differ between machines and hours; a ratio taken in one run does not. The floor is a bare
Flask page made from one SQLAlchemy query, on the same server with the same settings and the same database.
Each side is asked in turn, several times, and the best of each is compared.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from portal import clock, create_app
from portal.db import engine_for, transaction
from portal.exchange.loading import load
from portal.operations import database
from portal.operations.demo import FILES
from portal.people import sessions
from portal.people.models import Participant
from portal.settings import Settings
from tests import postgres
from tests.benchmarks.paint import paints

SECRET = "a secret of the benchmark, long enough to be one"
WORKERS, THREADS, CLIENTS = 2, 8, 4
SECONDS, ROUNDS = 3.0, 4
MUST = {"home": 25}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    where: str
    measured: str
    must: str


def main() -> None:
    """Measure on both databases and print the table."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += _measure("SQLite", f"sqlite:///{folder}/bench.db")
    with postgres.server() as address:
        url = address.format("bench")
        _create(address)
        rows += _measure("PostgreSQL", url)
    widths = [
        max(len(getattr(row, name)) for row in rows) for name in ("what", "where", "measured")
    ]
    for row in rows:
        print(
            f"{row.what:{widths[0]}}  {row.where:{widths[1]}}  {row.measured:>{widths[2]}}  {row.must}"
        )


def _create(address: str) -> None:
    engine = sa.create_engine(address.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE bench"))
    engine.dispose()


def _measure(where: str, url: str) -> list[Row]:
    cookie = _prepare(url)
    with (
        _served("tests.benchmarks.floor:app", url) as floor,
        _served("tests.benchmarks.floor:portal", url) as port,
    ):
        best: dict[str, float] = {"floor": 0, "home": 0, "plan": 0}
        asked = {"floor": (floor, "/"), "home": (port, "/"), "plan": (port, "/plan")}
        for _ in range(ROUNDS):
            for name, (at, path) in asked.items():
                best[name] = max(best[name], _rate(at, path, cookie))
        memory = _memory(port)
        painted = paints(floor, port, cookie) if where == "SQLite" else None
    rows = [Row("floor: one query, one template", where, f"{best['floor']:.0f}/s", "")]
    for name in ("home", "plan"):
        share = 100 * best[name] / best["floor"]
        must = f"must be >= {MUST[name]} %" if name in MUST else ""
        rows.append(Row(f"{name} of P-1001 against the floor", where, f"{share:.0f} %", must))
    rows.append(
        Row("memory per worker after the run (PSS)", where, f"{memory} MB", "must be <= 90 MB")
    )
    if painted:
        times = f"{painted['home'] / painted['floor']:.2f} x"
        rows.append(
            Row("first paint of home, 400 kbit/s and 400 ms", where, times, "must be <= 1.3 x")
        )
    return rows


def _prepare(url: str) -> str:
    """Load the demo, sign P-1001 in, and give her cookie."""
    database.migrate(url, is_demo=True, now=clock.now())
    engine = engine_for(url)
    load(engine, FILES, today=clock.today(), now=clock.now())
    token = uuid4().hex
    with transaction(engine) as db:
        amina = db.scalars(sa.select(Participant).where(Participant.key == "P-1001")).one()
        sessions.begin(db, token, participant=amina, now=clock.now())
    engine.dispose()
    app = create_app(Settings(secret_key=SECRET, database_url=url))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"session={signer.dumps({'_user_id': token})}"


@contextmanager
def _served(target: str, url: str) -> Iterator[int]:
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


def _rate(port: int, path: str, cookie: str) -> float:
    """Requests answered in a second, by a few clients that each keep one connection."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def ask(number: int) -> None:
        request = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\nCookie: {cookie}\r\n\r\n".encode()
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
    """Read one answer to its end; anything but 200 stops the benchmark."""
    answer = connection.recv(65_536)
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.split(b"\r\n")[0].decode())
    found = re.search(rb"(?i)content-length: (\d+)", head)
    missing = int(found[1]) - len(body) if found else 0
    while missing > 0:
        missing -= len(connection.recv(65_536))


def _memory(port: int) -> int:
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


if __name__ == "__main__":
    main()
