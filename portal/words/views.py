"""The page of hard words."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.pages import page
from portal.words.glossary import by_letter

bp = Blueprint("words", __name__, url_prefix="/words")


@bp.get("")
def show() -> ResponseReturnValue:
    """Hard words A to Ö, each in Swedish with what it means in the reader's language."""
    return page("words/show.html", letters=by_letter())
