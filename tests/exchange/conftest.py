"""A desk at which files are loaded, on a fresh database of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import engine_for
from portal.exchange.loading import load
from tests.databases import BACKENDS, Databases
from tests.exchange.files import EXAMPLES, NOW, TIMRA, TODAY, Desk


@pytest.fixture
def desk(engine: sa.Engine, tmp_path: Path, db: Session) -> Desk:
    """A desk where nothing is loaded yet."""
    return Desk(engine, tmp_path, db)


@pytest.fixture
def timra(desk: Desk) -> Desk:
    """A desk where Timrå's own facts are loaded, and nobody's case."""
    desk.load(TIMRA)
    return desk


@pytest.fixture(scope="module", params=BACKENDS)
def example(request: pytest.FixtureRequest, databases: Databases) -> Iterator[sa.Engine]:
    """A database where both examples are loaded, to look at."""
    url = databases.fresh(request.param)
    engine = engine_for(url)
    load(engine, EXAMPLES, today=TODAY, now=NOW)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def loaded(example: sa.Engine) -> Iterator[Session]:
    """A session for looking at both examples."""
    with Session(example) as db:
        yield db
