"""Pages to which files are sent: how much they take, and that slow phones hold up nobody else.

What is sent is read before the page is asked for anything: a phone on a thin link takes minutes to send a photo, and
meanwhile nothing in the database waits for it. In each process some threads are left for those who only want to read.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, request, session
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable

MOST = 60_000_000
"""Bytes of one form. Far more than is taken: what is too large by itself is then said beside what she wrote."""
AT_A_TIME = threading.BoundedSemaphore(5)
"""Of a process's eight threads (`server.THREADS`) so many may wait for files."""
WAIT_A_WHILE = 20
"""Seconds."""

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class TooMuch(RequestEntityTooLarge):
    """The files are too large all together, and nothing of the form could be read."""


class TooMany(ServiceUnavailable):
    """Many send files just now."""


def takes_files(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Mark a view whose form may bring files; anybody else's form stays small."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def read_first() -> None:
    """Read a form with files before anything else happens. Raises `TooMuch` and `TooMany`."""
    view = current_app.view_functions.get(request.endpoint or "")
    is_large = request.mimetype == "multipart/form-data" and "_user_id" in session
    if not (is_large and getattr(view, "takes_files", False)):
        return
    request.max_content_length = MOST
    if not AT_A_TIME.acquire(blocking=False):
        _listen_no_more()
        raise TooMany(retry_after=WAIT_A_WHILE)
    try:
        request.form  # noqa: B018 (asking for it reads it)
    except RequestEntityTooLarge as fault:
        raise TooMuch from fault
    finally:
        AT_A_TIME.release()


def _listen_no_more() -> None:
    """Gunicorn would listen to the rest for five seconds, to use the connection again, and a thread with it."""
    connection = request.environ.get("gunicorn.socket")
    if connection:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RD)


def say_where(response: Response) -> Response:
    """A script that shows how much has been sent is told where to go on: it would follow without being asked, and
    what is said once would have been said to nobody."""
    if request.headers.get("Portal-Sends") and response.status_code == 303:
        response.headers["Portal-Next"] = response.headers.pop("Location")
        response.set_data(b"")
        response.status_code = 204
    return response


def init_app(app: Flask) -> None:
    app.before_request(read_first)
    app.after_request(say_where)
