"""Rendering: a whole page, or only the part that htmx asked for."""

from typing import Any

from flask import Flask, Response, make_response
from htmx_flask import request

from portal.environments import render
from portal.i18n import once_a_page


def page(
    template: str, *, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """Render `template`, or only `fragment` when htmx is to swap it in.

    The page includes the fragment's file, so both answers come from one source and
    the page works the same without JavaScript.
    """
    wants_fragment = request.htmx and not request.htmx.history_restore_request
    name = fragment if fragment and wants_fragment else template
    response = make_response(once_a_page(render(name, context)), status)
    response.vary.add("HX-Request")
    return response


def init_app(app: Flask) -> None:
    """Keep whole pages whole: what answers htmx with a page of its own takes the place of everything."""

    @app.after_request
    def whole(response: Response) -> Response:
        if request.htmx and response.mimetype == "text/html" and _is_document(response):
            response.headers["HX-Retarget"] = "body"
            response.headers["HX-Reswap"] = "innerHTML show:top"
        return response

    app.jinja_env.globals["wants_script"] = wants_script


def wants_script() -> bool:
    """Whether this phone may be sent more than it needs; not when it asks to save data."""
    return str(request.headers.get("Save-Data", "")).lower() != "on"


def _is_document(response: Response) -> bool:
    return response.get_data()[:40].lstrip().lower().startswith(b"<!doctype html")
