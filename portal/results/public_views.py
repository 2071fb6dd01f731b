"""What the municipality changes because of what people said, for everybody."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.feedback import told_to
from portal.pages import page
from portal.people import current
from portal.results import published
from portal.transactions import recording, session

bp = Blueprint("results", __name__, url_prefix="/results")


@bp.get("")
def show() -> ResponseReturnValue:
    """«Ni sa – vi gör», the newest first, in the reader's language. Whoever was told of it has now opened it."""
    participant = current.participant_or_none()
    if participant and told_to.is_anything(session(), participant):
        with recording() as db:
            told_to.opened(db, participant)
    return page("results/public.html", told=published.published(session()))
