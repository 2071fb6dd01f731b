"""The participant portal."""

from flask import Flask, Response
from flask_login import LoginManager
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import (
    addresses,
    areas,
    clock,
    errors,
    i18n,
    pages,
    security,
    shown,
    static_files,
    transactions,
)
from portal.db import is_reading
from portal.meetings import wording as meetings_wording
from portal.messages import paper_files, paper_wording
from portal.messages import wording as messages_wording
from portal.municipality import wording as municipality_wording
from portal.notifications import wording as notifications_wording
from portal.people import current, sessions
from portal.people import wording as people_wording
from portal.people.directory import directory
from portal.places import TEMPLATES
from portal.plan import wording as plan_wording
from portal.privacy import wording as privacy_wording
from portal.progress import wording as progress_wording
from portal.settings import Settings
from portal.statements import wording as statements_wording
from portal.translators import wording as translators_wording
from portal.words import wording as words_wording

__version__ = "0.1.0"


def create_app(settings: Settings) -> Flask:
    """Build the portal from its settings."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, PORTAL=settings)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.lstrip_blocks = True

    transactions.init_app(app, settings.database_url)
    paper_files.init_app(app, settings)
    static_files.init_app(app)
    security.init_app(app, is_https=settings.is_https)
    Htmx(app)
    addresses.init_app(app)
    pages.init_app(app)
    _remember_who(app)
    i18n.init_app(app)
    shown.init_app(app)
    for words in (
        meetings_wording,
        messages_wording,
        paper_wording,
        municipality_wording,
        notifications_wording,
        people_wording,
        plan_wording,
        privacy_wording,
        progress_wording,
        statements_wording,
        translators_wording,
        words_wording,
    ):
        words.init_app(app)
    errors.init_app(app)
    areas.init_app(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    return app


def _remember_who(app: Flask) -> None:
    """Know the visitor by the session's token, and note that she is here."""
    login = LoginManager(app)
    login.session_protection = None  # a phone that moves from wifi to mobile data stays signed in

    @login.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> current.Visitor | None:
        db = transactions.session()
        found = sessions.find(db, token, now=clock.now())
        if found and is_reading(db):
            directory(db).place(found)
        return current.Visitor(found, token) if found else None

    @app.after_request
    def seen(response: Response) -> Response:
        sign_in, now = current.sign_in(), clock.now()
        is_due = sign_in and now - sign_in.seen_at > sessions.SEEN_EVERY
        if sign_in and is_due and current.is_there():
            was_refused = response.status_code >= 400
            if was_refused:
                transactions.undo()
            with transactions.recording() as db:
                sessions.touch(db, sign_in.id, now=now)
            if was_refused:
                transactions.keep()
        return response
