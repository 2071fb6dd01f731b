"""The pages at the top of every staff page: those that this member of staff may open, and where she is now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import current_app, request
from sqlalchemy.orm import Session

from portal import clock
from portal.addresses import url_for
from portal.messages import asking
from portal.people import accounts, current
from portal.people.account_models import Duty
from portal.people.models import Staff
from portal.transactions import session


@dataclass(frozen=True)
class Place:
    """One page of the menu; `duty` is what an account must have for it."""

    words: str
    endpoint: str
    duty: Duty | None = None
    counts: Callable[[Session, Staff, date], int] | None = None
    """How many things wait there, said beside the words."""

    def said(self, db: Session, staff: Staff) -> str:
        """Its words, with the number of what waits there."""
        waiting = self.counts(db, staff, clock.today()) if self.counts else 0
        return f"{self.words} ({waiting})" if waiting else self.words

    @property
    def is_here(self) -> str:
        """As `aria-current` says it: the page itself, or a page that belongs to it."""
        if request.endpoint == self.endpoint:
            return "page"
        room = self.endpoint.rpartition(".")[0]
        is_within = f"{request.blueprint}.".startswith(f"{room}.")
        # What is done about one participant, by whichever part of the portal, belongs to the participants.
        is_about_one = request.path.startswith(url_for(self.endpoint) + "/")
        return "true" if is_within or (is_about_one and "participant" in self.endpoint) else ""


PLACES = (
    Place("Min dag", "staff.day.show"),
    Place("Meddelanden", "staff.messages.inbox", counts=asking.how_many_wait),
    Place("Kalender", "staff.calendar.show"),
    Place("Deltagare", "staff.caseload.participants"),
    Place("Överlämning", "staff.handover.choose"),
    Place("Texter", "staff.texts.waiting"),
    Place("Frånvaro", "staff.absence.show"),
    Place("Lediga tider", "staff.supply.show", Duty.UNIT_MANAGER),
    Place("Resultat", "staff.results.show", Duty.UNIT_MANAGER),
    Place("Brukarpanel", "staff.panel.show", Duty.UNIT_MANAGER),
    Place("Enkäter", "staff.questionnaires.show", Duty.ADMINISTRATOR),
    Place("Kommunen", "staff.facts.index", Duty.ADMINISTRATOR),
    Place("Konton", "staff.accounts.show", Duty.ADMINISTRATOR),
    Place("Utskick", "staff.notices.show", Duty.ADMINISTRATOR),
    Place("Fria svar", "staff.feedback.show", Duty.ADMINISTRATOR),
)


def staff_places() -> list[tuple[str, str, str]]:
    """Words, address and whether she is there; nothing for somebody who is not signed in as staff."""
    staff = current.staff_or_none()
    if staff is None:
        return []
    db = session()
    has = accounts.duties(db, staff)
    return [
        (place.said(db, staff), url_for(place.endpoint), place.is_here)
        for place in PLACES
        if place.endpoint in current_app.view_functions and (not place.duty or place.duty in has)
    ]
