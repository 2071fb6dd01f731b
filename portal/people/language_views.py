"""Choosing a language, signed in or not."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, session
from flask.typing import ResponseReturnValue

from portal import i18n
from portal.pages import page
from portal.people import arriving, cookies, current, where_next

bp = Blueprint("language", __name__)


@bp.post("/language")
def choose() -> ResponseReturnValue:
    """Remember the language on this phone, and for her wherever she signs in."""
    chosen = request.form.get("language", "")
    if chosen not in i18n.languages():
        return page("sign_in/language.html", next=arriving.wanted(), status=422)
    session.pop("language", None)
    participant = current.participant_or_none()
    if participant:
        participant.chosen_language = chosen
    response: Response = redirect(where_next.without_code(arriving.wanted()), code=303)  # type: ignore[assignment]
    cookies.keep_language(response, chosen)
    return response
