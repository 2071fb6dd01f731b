"""The caseworker's day: colleagues who ask her to take over."""

from __future__ import annotations

import sqlalchemy as sa

from portal.people.access import is_here
from portal.people.day import ME, TODAY, Offer, Waits, things
from portal.people.handover_models import HandoverOffer
from portal.people.models import Assignment, Participant

OFFER = Offer(
    Waits.HANDOVER,
    things(
        Waits.HANDOVER,
        HandoverOffer.participant_id,
        at=HandoverOffer.offered_at,
        thing=HandoverOffer.id,
    )
    .join(Assignment, Assignment.id == HandoverOffer.assignment_id)
    .join(Participant, Participant.id == HandoverOffer.participant_id)
    .where(
        HandoverOffer.to_id == ME,
        HandoverOffer.settled_at.is_(None),
        sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= TODAY),
        is_here(TODAY),  # type: ignore[arg-type]  # a place for the day
    ),
    "staff.handover.offer",
    {"offer_id": "thing"},
)
"""One row for each participant whom a colleague asks her to take over, while she can still say yes."""
