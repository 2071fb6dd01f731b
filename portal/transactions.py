"""One session and one transaction for each request; a GET only reads.

Few things are written during a GET, and nothing else: the access log, when somebody was last here or opened her plan,
that she has opened what we told her of, and how often an address that is a key was guessed wrongly. They go through
`recording()`. In a POST they join the request's own transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from portal.db import engine_for, reading, transaction

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def engine() -> sa.Engine:
    """The engine of this application."""
    found: sa.Engine = current_app.extensions["portal_engine"]
    return found


def session() -> Session:
    """The session of this request; for a GET, the database itself refuses writes."""
    if "session" not in g:
        bind = reading(engine()) if request.method in SAFE_METHODS else engine()
        g.session = Session(bind, expire_on_commit=False)
    open_session: Session = g.session
    return open_session


@contextmanager
def recording() -> Iterator[Session]:
    """A session that may write although the request is a GET: for what is named above only."""
    if request.method in SAFE_METHODS:
        with transaction(engine()) as own:
            yield own
    else:
        yield session()


def keep() -> None:
    """Commit now, before a refusal is answered: a wrong PIN stays counted."""
    session().commit()


def undo() -> None:
    """Take back what this request has written so far."""
    if "session" in g:
        g.session.rollback()


def init_app(app: Flask, database_url: str) -> None:
    """Open the database, and close each request's transaction: kept when it went well, undone when not."""
    app.extensions["portal_engine"] = engine_for(database_url)

    @app.after_request
    def finish(response: Response) -> Response:
        if "session" in g and request.method not in SAFE_METHODS and response.status_code < 400:
            g.session.commit()
        return response

    @app.teardown_request
    def close(_: BaseException | None) -> None:
        if "session" in g:
            g.pop("session").close()
