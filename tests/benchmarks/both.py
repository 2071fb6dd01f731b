"""Measuring on both databases, and signing in to what is measured."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from portal import create_app
from portal.settings import Settings
from tests import postgres
from tests.benchmarks.serving import SECRET
from tests.benchmarks.table import Row, show


@contextmanager
def databases() -> Iterator[list[tuple[str, str]]]:
    """What each is called, and the address of one in it, with a place for its name (`serving.made`)."""
    with tempfile.TemporaryDirectory() as folder, postgres.server() as address:
        yield [("SQLite", f"sqlite:///{folder}/{{}}.db"), ("PostgreSQL", address)]


def measure(rows: Callable[[str, str], Iterable[Row]]) -> None:
    """Measure on both and print the table."""
    with databases() as both:
        show([row for where, urls in both for row in rows(where, urls)])


def cookie_of(url: str, token: str) -> str:
    """The cookie of the sign-in with that token."""
    app = create_app(Settings(secret_key=SECRET, database_url=url))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    hers = {"_user_id": token, "csrf_token": uuid4().hex + uuid4().hex[:8]}
    return f"session={signer.dumps(hers)}"
