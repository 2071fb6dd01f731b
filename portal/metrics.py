"""Numbers for whoever watches over the portal, as Prometheus reads them. None is about a person.

Only with the token of the settings; without it there is no such address.
"""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, request

from portal import clock, transactions
from portal.notifications import overseeing
from portal.settings import Settings

pages = Blueprint("metrics", __name__)


@pages.get("/metrics")
def show() -> Response:
    """How the outbox fares."""
    settings: Settings = current_app.config["PORTAL"]
    token, sent = settings.notices.metrics_token, request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
        abort(404)
    return Response(_outbox(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _outbox() -> bytes:
    """Counted in the database, so that every process says the same."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry, by = CollectorRegistry(), ["kind", "channel"]
    waiting = Gauge("portal_notices_waiting", "Notices not sent yet.", by, registry=registry)
    sent = Gauge("portal_notices_sent", "Notices sent in 90 days.", by, registry=registry)
    dead = Gauge("portal_notices_dead", "Notices that were given up.", by, registry=registry)
    oldest = Gauge(
        "portal_notices_oldest_due_seconds",
        "How long the notice that has been due longest has waited.",
        registry=registry,
    )
    db = transactions.session()
    for count in overseeing.counts(db):
        for gauge, number in ((waiting, count.waiting), (sent, count.sent), (dead, count.dead)):
            gauge.labels(count.kind, count.channel).set(number)
    oldest.set(overseeing.oldest_due(db, clock.now()).total_seconds())
    return generate_latest(registry)
