"""Both databases, the application on each, and the cast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal import create_app
from portal.db import engine_for
from portal.messages.storage import Files
from portal.settings import Settings
from tests import postgres
from tests.browsing import Browser
from tests.cast import Cast
from tests.databases import BACKENDS, Databases

SECRET = "a secret that only the tests know, long enough"


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with postgres.server() as address:
        yield Databases(tmp_path_factory.mktemp("databases"), address)


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A fresh database with the newest schema; every test that asks for it runs on both kinds."""
    url = databases.fresh(request.param)
    yield url
    databases.drop(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = engine_for(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def db(engine: sa.Engine) -> Iterator[Session]:
    """A session for arranging and looking; what it is to show to the application it must commit."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture(scope="session")
def _built() -> Flask:
    """The application, built once: its pages are compiled only the first time that a test opens them."""
    return create_app(Settings(secret_key=SECRET, database_url="sqlite://"))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """The folder that papers lie in while a test runs."""
    return Files(tmp_path / "files", SECRET)


@pytest.fixture
def app(_built: Flask, database_url: str, files: Files) -> Iterator[Flask]:
    """The application on this test's database. A test that changes its routes builds its own."""
    _built.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    _built.extensions["portal_files"] = files
    _built.extensions["portal_engine"] = engine_for(database_url)
    yield _built
    _built.extensions["portal_engine"].dispose()


@pytest.fixture
def cast(db: Session) -> Cast:
    return Cast.on_stage(db)


@pytest.fixture
def browser(app: Flask, db: Session) -> Browser:
    return Browser(app, db)
