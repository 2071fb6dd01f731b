"""The production server: gunicorn, set up for phones on thin links."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from portal import log
from portal.environments import compile_all

THREADS = 8
"""Requests that one process answers at a time: a slow phone holds a thread, not the process."""
MOST_WORKERS = 4
ENDS_WITHIN = 25
"""Seconds in which what runs beside the server ends what it has in hand."""


class PortTaken(Exception):
    """Another program already answers at this port, or this one may not use it."""


def usual_workers() -> int:
    """One process for each processor, at least two so that one may fail, at most four."""
    return max(2, min(MOST_WORKERS, os.cpu_count() or 1))


def make_sure_free(host: str, port: int) -> None:
    """Raise `PortTaken` now, with one clear line, instead of after gunicorn's five attempts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port}: {(error.strerror or 'cannot be used').lower()}"
            ) from error


def serve(
    app: Flask, *, host: str, port: int, workers: int, beside: Callable[[], None] | None = None
) -> None:
    """Answer requests until told to stop (SIGTERM lets those under way finish).

    `beside` runs meanwhile in a process of its own, and is told to stop when the server does.
    """
    log.set_up()
    log.note_requests(app)
    compile_all(app)
    other = _begun(beside) if beside else None
    Server(app, host=host, port=port, workers=workers, other=other).run()


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with the portal's settings and none from outside."""

    def __init__(
        self, app: Flask, *, host: str, port: int, workers: int, other: int | None
    ) -> None:
        self._app = app
        self._options = _options(f"[{host}]:{port}" if ":" in host else f"{host}:{port}", workers)
        self._options["on_exit"] = lambda _: _end(other)
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def _options(bind: str, workers: int) -> dict[str, object]:
    memory = Path("/dev/shm")  # noqa: S108 (gunicorn makes its own file there, under a random name)
    return {
        "bind": bind,
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "preload_app": True,  # the workers share what they never change
        "keepalive": 30,  # on a thin link a new connection costs more than the page
        "timeout": 60,
        "graceful_timeout": 20,
        "worker_tmp_dir": str(memory)
        if memory.is_dir()
        else None,  # a busy disk never looks like a dead worker
        "limit_request_line": 2048,
        "limit_request_fields": 60,
        "limit_request_field_size": 8190,
        "forwarded_allow_ips": "",  # PORTAL_TRUSTED_PROXIES decides whom to believe, nothing else
        "control_socket_disable": True,
        "accesslog": None,  # it writes whole addresses, with codes; `log.note_requests` does not
        "logger_class": ServerLog,
        "post_fork": _own_connections,
        "when_ready": _ready,
    }


def _own_connections(_: object, worker: Any) -> None:
    """Each process opens its own connections to the database: a shared one mixes up the answers."""
    engine: sa.Engine = worker.app.wsgi().extensions["portal_engine"]
    engine.dispose(close=False)


def _begun(work: Callable[[], None]) -> int:
    """The number of a new process that does this and nothing else; it shares the memory that neither changes."""
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        work()
        status = 0
    except BaseException as error:
        log.broken(error, endpoint=None)
    finally:
        os._exit(status)  # what the server does when it ends is not this one's to do


def _end(other: int | None) -> None:
    """Let what runs beside the server end what it has in hand."""
    if other is None:
        return
    last = time.monotonic() + ENDS_WITHIN
    with suppress(ProcessLookupError, ChildProcessError):  # it has ended, and gunicorn has noticed
        os.kill(other, signal.SIGTERM)
        while os.waitpid(other, os.WNOHANG)[0] == 0 and time.monotonic() < last:
            time.sleep(0.1)


def _ready(_: object) -> None:
    log.event("listening")


class ServerLog(Logger):  # type: ignore[misc]
    """Gunicorn's own reports, without their words: some quote the address that was asked for."""

    def _set_handler(self, *_: object, **__: object) -> None:
        """No handler of its own: `portal.log` takes everything in."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.propagate = True
        self.error_log.handlers.clear()
        self.error_log.setLevel("WARNING")
