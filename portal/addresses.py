"""Addresses of our pages. One without a part that varies is built once and not at each link."""

from __future__ import annotations

from typing import Any

import flask
from flask import current_app, request


def url_for(endpoint: str, **values: Any) -> str:
    """As Flask's own. A page holds about twenty links, most of them the same on every page."""
    if values or endpoint.startswith("."):
        return flask.url_for(endpoint, **values)
    known: dict[tuple[str, str], str] = current_app.extensions["portal_addresses"]
    key = (request.root_path, endpoint)
    if key not in known:
        known[key] = flask.url_for(endpoint)
    return known[key]


def init_app(app: flask.Flask) -> None:
    app.extensions["portal_addresses"] = {}
    app.jinja_env.globals["url_for"] = url_for
