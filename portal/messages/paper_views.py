"""Her papers: put with the message that she writes, taken out again, and opened."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings.ahead import has_ended
from portal.messages import drafts, papers, receiving, serving
from portal.messages.about import still_there
from portal.messages.door import bp
from portal.messages.views import form_key, given_now, messages_page, paper_form
from portal.people import current
from portal.people.cookies import secret_key
from portal.transactions import session
from portal.uploads import takes_files


@bp.post("/papers")
@takes_files
def attach() -> ResponseReturnValue:
    """Put the chosen papers with the message, or take one out. What she has typed so far is kept as her draft."""
    db, participant, now, asked = session(), current.participant(), clock.now(), given_now()
    if has_ended(participant, now):
        about = still_there(db, participant, asked)
        return messages_page(asked, about, faults={"body": "ended"}, status=422)
    refused = receiving.receive(paper_form(), asked.body)
    drafts.save(db, secret_key(), participant, asked, form_key(), now=now)
    if refused:
        about = still_there(db, participant, asked)
        return messages_page(asked, about, refused=refused, status=422)
    chosen = {name: typed for name, typed in asdict(asked).items() if name != "body" and typed}
    return redirect(url_for(".show", **chosen, _anchor="write"), code=303)


@bp.get("/papers/<uuid:paper_id>")
def paper(paper_id: UUID) -> ResponseReturnValue:
    """A paper of her conversation."""
    found = papers.one_of_hers(session(), current.participant(), paper_id)
    return serving.served(found, "messages/paper.html")
