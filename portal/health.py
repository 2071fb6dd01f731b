"""For those who run the portal: does the process live, and is it ready for people?

Both answers are one word. What is wrong is told by `portal check` and the log, not to the world.
"""

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from portal import schema, transactions
from portal.db import reading

pages = Blueprint("health", __name__)


@pages.get("/health")
def alive() -> Response:
    """The process answers. The database is not asked: a slow one is no reason to restart."""
    return _said("ok")


@pages.get("/ready")
def ready() -> Response:
    """The database answers and has the schema that this code expects: send people here."""
    try:
        is_ready = schema.is_newest(reading(transactions.engine()))
    except SQLAlchemyError:
        is_ready = False
    return _said("ok") if is_ready else _said("not ready", 503)


def _said(word: str, status: int = 200) -> Response:
    return Response(f"{word}\n", status, content_type="text/plain; charset=utf-8")
