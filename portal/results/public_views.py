"""What the municipality changes because of what people said, for everybody."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.pages import page
from portal.results import published
from portal.transactions import session

bp = Blueprint("results", __name__, url_prefix="/results")


@bp.get("")
def show() -> ResponseReturnValue:
    """«Ni sa – vi gör», the newest first, in the reader's language."""
    return page("results/public.html", told=published.published(session()))
