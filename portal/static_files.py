"""Static files: named after their content, compressed once, kept by browsers for good.

They lie in memory and not in a temporary folder: such a folder is swept away by the machine after
some days, or by the first worker process that ends, and the pages would lose their look.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from flask import Flask
from werkzeug.wrappers import Request, Response

from portal.places import STATIC

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOREVER = "public, max-age=31536000, immutable"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
COMPRESSIBLE = frozenset({".css", ".js", ".json", ".txt", ".svg"})
SMALLEST_COMPRESSED = 200


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent: plain, and compressed as browsers ask for it, smallest first."""

    kind: str
    digest: str
    bodies: dict[str, bytes]

    @classmethod
    def read(cls, source: Path) -> StaticFile:
        """Raises `KeyError` for a kind of file that `KINDS` does not name."""
        plain = source.read_bytes()
        bodies = {}
        if source.suffix in COMPRESSIBLE and len(plain) >= SMALLEST_COMPRESSED:
            bodies = {"br": brotli.compress(plain), "gzip": gzip.compress(plain, mtime=0)}
        digest = hashlib.sha256(plain).hexdigest()[:12]
        return cls(KINDS[source.suffix], digest, {**bodies, "": plain})

    def answer(self, request: Request) -> Response:
        """The file, or 304 when the browser has it already."""
        wanted = request.accept_encodings
        encoding = next((way for way in self.bodies if way and wanted.quality(way) > 0), "")
        response = Response(self.bodies[encoding], content_type=self.kind)
        response.headers["Cache-Control"] = FOREVER
        response.set_etag(f"{self.digest}{encoding}")
        if encoding:
            response.headers["Content-Encoding"] = encoding
        if len(self.bodies) > 1:
            response.vary.add("Accept-Encoding")
        return response.make_conditional(request)


@cache
def _prepared() -> tuple[dict[str, str], dict[str, StaticFile]]:
    """Which name has which address, and the file at each address."""
    addresses, files = {}, {}
    for source in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        name = source.relative_to(STATIC).as_posix()
        file = StaticFile.read(source)
        addresses[name] = f"/static/{name.removesuffix(source.suffix)}.{file.digest}{source.suffix}"
        files[addresses[name]] = file
    return addresses, files


def asset(name: str) -> str:
    """The address of a static file, new when the file is. Raises `KeyError` for a missing file."""
    return _prepared()[0][name]


class StaticFiles:
    """Answers for static files before Flask sees the request: no session, no database."""

    def __init__(self, app: WSGIApplication, files: dict[str, StaticFile]) -> None:
        self._app, self._files = app, files

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        file = self._files.get(environ.get("PATH_INFO", ""))
        if file is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        return file.answer(Request(environ))(environ, start_response)


def init_app(app: Flask) -> None:
    """Serve the files. To be called before the security headers are put around everything."""
    app.jinja_env.globals["asset"] = asset
    app.wsgi_app = StaticFiles(app.wsgi_app, _prepared()[1])  # type: ignore[method-assign]
