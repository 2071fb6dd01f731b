"""What protects every answer: headers, the CSRF token, and requests that come from other sites."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, g, request, session
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect, generate_csrf

from portal import uploads

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
)
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ADDRESS_IS_KEY = frozenset({"public.panel.begin", "public.panel.send"})
"""Where only whoever knows the address can send anything: without any cookie there is nothing that another site could
make use of, and whoever keeps no cookies can answer all the same."""


class SecurityHeaders:
    """Puts the headers on every answer, whoever made it: a page, a static file, an error of the server itself."""

    def __init__(self, app: WSGIApplication, *, is_https: bool) -> None:
        self._app = app
        self._headers = [*HEADERS, STRICT_TRANSPORT] if is_https else list(HEADERS)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], *args: object
        ) -> Callable[[bytes], object]:
            present = {name.lower() for name, _ in headers}
            missing = [pair for pair in self._headers if pair[0].lower() not in present]
            return start_response(status, headers + missing, *args)  # type: ignore[arg-type]

        return self._app(environ, start)


def masked(secret: bytes) -> str:
    """A secret in a new disguise each time.

    A compressed page that always holds the same secret gives it away, byte by byte, to somebody who
    can make the visitor's browser ask again and again and sees only the lengths (BREACH).
    """
    pad = secrets.token_bytes(len(secret))
    return base64.urlsafe_b64encode(pad + _mixed(secret, pad)).decode()


def unmasked(disguised: str) -> bytes:
    """The secret inside the disguise; empty when it is none of ours."""
    try:
        both = base64.urlsafe_b64decode(disguised.encode("ascii"))
    except ValueError:
        return b""
    half = len(both) // 2
    return _mixed(both[half:], both[:half])


def page_token() -> str:
    """The token of this page's forms: one disguise a page, so that many forms weigh no more than one."""
    if "page_token" not in g:
        if "csrf_token" not in session:
            g.pop("csrf_token", None)  # made for the session that this sign-in has ended
            generate_csrf()
        g.page_token = masked(bytes.fromhex(session["csrf_token"]))
    token: str = g.page_token
    return token


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))


class MaskedCSRF(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection, with the token masked on each page."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.endpoint not in ADDRESS_IS_KEY or request.cookies:
            super().protect(apply_exemptions)

    def _get_csrf_token(self) -> str:
        sent = unmasked(super()._get_csrf_token() or "").hex()
        known = session.get("csrf_token", "")
        is_hers = bool(known) and hmac.compare_digest(sent, known)
        return str(generate_csrf()) if is_hers else ""


class CarefulCompress(Compress):
    """Compresses pages, but not one that another site made the browser ask for: its length is for nobody to measure."""

    def after_request(self, response: Response | None) -> Response:
        if response is not None and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return response
        return super().after_request(response)


def refuse_other_sites() -> None:
    """A form that another site sends is refused before anything is read."""
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site") in {
        "cross-site",
        "same-site",
    }:
        abort(403)


def no_store(response: Response) -> Response:
    """No page is kept by a browser or a proxy: phones are shared."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask, *, is_https: bool) -> None:
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if is_https else "session",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session; a slow writer loses nothing
        WTF_CSRF_SSL_STRICT=False,  # Sec-Fetch-Site above says more than a Referer that many phones leave out
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIN_SIZE=400,
        COMPRESS_MIMETYPES=[
            "text/html",
            "application/json",
            "application/manifest+json",
            "text/javascript",
        ],
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=200_000,
    )
    app.before_request(refuse_other_sites)
    uploads.init_app(app)
    MaskedCSRF(app)
    app.jinja_env.globals["csrf_token"] = page_token
    app.context_processor(
        lambda: {"csrf_token": page_token}
    )  # Flask-WTF puts its bare one there too
    CarefulCompress(app)
    app.after_request(no_store)
    app.wsgi_app = SecurityHeaders(app.wsgi_app, is_https=is_https)  # type: ignore[method-assign]
