"""What she has begun to write is kept while she writes, or when she says so, and thrown away when she says so."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.messages import drafts
from portal.messages.door import bp
from portal.messages.views import QUIETLY, form_key, given
from portal.people import current
from portal.people.cookies import secret_key
from portal.transactions import session


@bp.post("/draft")
def save_draft() -> ResponseReturnValue:
    """Keep what she has typed so far; an empty field throws the draft away. The page asks for it when she pauses."""
    db, participant = session(), current.participant()
    is_kept = drafts.save(
        db, secret_key(), participant, given(request.form), form_key(), now=clock.now()
    )
    if QUIETLY in request.form:
        return "", 204
    if is_kept:
        flash(_("Utkastet är sparat. Bara du ser det."))
    return _back()


@bp.post("/draft/throw-away")
def throw_draft_away() -> ResponseReturnValue:
    """She does not want to send it."""
    drafts.throw_away(session(), current.participant())
    flash(_("Utkastet är borta."))
    return _back()


def _back() -> Response:
    return redirect(url_for(".show", _anchor="said"), code=303)  # type: ignore[return-value]
