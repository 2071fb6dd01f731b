"""The people around her and who does what: hers first, then the municipality's whole map."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal import clock
from portal.municipality import reading as facts
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts, handovers
from portal.transactions import session

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
def show() -> ResponseReturnValue:
    """Her people, how it came about that they are hers, and what each organisation does and does not do."""
    people = contacts(session(), current.participant(), clock.today())
    organisations = facts.organisations(session())
    around = {one.staff.organisation_id for one in people.now}
    return page(
        "people/show.html",
        people=people,
        handovers=handovers(people),
        around=[one for one in organisations if one.id in around],
        others=[one for one in organisations if one.id not in around],
        organisations=organisations,
        stages=facts.stages(session()),
        municipality=facts.municipality(session()),
    )
