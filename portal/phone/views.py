"""The manifest, the worker, and the page that the worker keeps. None of them says anything about anybody."""

from __future__ import annotations

from flask import Blueprint, Response, json, render_template, request

from portal import i18n
from portal.municipality import reading as facts
from portal.notifications.views import push_key
from portal.pages import page
from portal.phone import installing
from portal.static_files import asset
from portal.transactions import session

bp = Blueprint("phone", __name__)


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """The address in the page names the language, so that a day in the phone's cache does no harm."""
    body = json.dumps(installing.manifest(i18n.language()), ensure_ascii=False)
    response = Response(body, content_type="application/manifest+json; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@bp.get("/sw.js")
def worker() -> Response:
    """The same for everybody. Kept for an hour: browsers ask after it at each page, and data cost money."""
    body = render_template(
        "phone/sw.js",
        files=[asset("portal.css"), asset("icon.svg")],
        push_key=push_key(),
        icon=asset("icon-192.png"),
    )
    response = Response(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Service-Worker-Allowed"] = "/"
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/offline")
def offline() -> Response:
    """What to do without contact with the net, in her language. The worker reads the language and the date."""
    response = page("phone/offline.html", municipality=facts.municipality(session()))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Language"] = i18n.language().code
    return response
