"""Staff: papers put with the message that is being written, and papers opened."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.messages import papers, receiving, serving, staff_drafts
from portal.messages.staff_door import bp
from portal.messages.staff_views import again, form_sent, hers, paper_form
from portal.people import cookies, current
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import recording, session
from portal.uploads import takes_files


@bp.post("/<uuid:participant_id>/papers")
@takes_files
def attach(participant_id: UUID) -> ResponseReturnValue:
    """Put the chosen papers with the message, or take one out; what was typed so far is kept as a draft."""
    whose, form = hers(participant_id), form_sent()
    refused = receiving.receive(paper_form(whose, form.key), form.body)
    staff_drafts.save(
        session(), cookies.secret_key(), current.staff(), whose, form.body, form.subject,
        form.key, now=clock.now(),
    )  # fmt: skip
    if refused:
        return again(participant_id, form, refused=refused, status=422)
    return redirect(url_for(".conversation", participant_id=whose.id, _anchor="answer"), code=303)


@bp.get("/papers/<uuid:paper_id>")
def paper(paper_id: UUID) -> ResponseReturnValue:
    """A paper of a participant whom this member of staff may see. It is written in her log."""
    db, staff = session(), current.staff()
    whose = hers(papers.owner_of(db, paper_id))
    found = papers.one_for_staff(db, staff, whose, paper_id)
    with recording() as own:
        log.record(own, staff, [whose], Opened.MESSAGES, now=clock.now())
    return serving.served(found, "messages/staff/paper.html")
