"""The log: one line of JSON an event, in UTC, that holds no name, text, code or token.

A line may only say what stands in `ALLOWED`. Of what libraries report, the kind and the place in
the code are kept, never the words: these may hold an address with a code, or what a person wrote.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

import structlog
from flask import Flask, Response, g, request

ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "endpoint",
        "method",
        "status",
        "kind",
        "at",
        "reason",
        "who",
        "milliseconds",
    }
)


def _only_allowed(
    _: object, __: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Whatever is not on the short list is dropped: what is never written cannot leak."""
    return {key: said for key, said in event.items() if key in ALLOWED and said is not None}


def set_up(level: int = logging.INFO) -> None:
    """Write the log to standard error, and take in what libraries report."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(handlers=[Discreet()], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)


def event(name: str, **facts: str | int | None) -> None:
    """Note that something happened. Facts outside the short list are dropped."""
    structlog.get_logger().info(name, **facts)


def broken(error: BaseException, *, endpoint: str | None) -> None:
    """Note an error by its kind and place in the code; its words may hold what a person wrote."""
    structlog.get_logger().error(
        "broken", kind=type(error).__name__, at=_places(error.__traceback__), endpoint=endpoint
    )


def _places(found: TracebackType | None) -> str:
    frames = traceback.extract_tb(found)
    return " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-6:])


class Discreet(logging.Handler):
    """Takes a library's report and notes who reported and what kind of error, not the words."""

    def emit(self, record: logging.LogRecord) -> None:
        kind, _, found = record.exc_info or (None, None, None)
        structlog.get_logger().warning(
            "reported",
            who=record.name,
            kind=kind.__name__ if kind else record.levelname,
            reason=str(record.msg)
            if record.args
            else None,  # the template; what fills it in stays out
            at=_places(found) or f"{record.filename}:{record.lineno}",
        )


def note_requests(app: Flask) -> None:
    """One line for each page asked for: which page, how it went and how long it took.

    The page is named by its endpoint. The address is never written: it may hold a code or a token.
    """

    def begin() -> None:
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        began = g.pop("began", None)
        event(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000) if began else None,
        )
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request_funcs.setdefault(None, []).insert(
        0, end
    )  # called in reverse: this one is the last
