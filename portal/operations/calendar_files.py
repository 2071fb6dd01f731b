"""The files that are mailed to her calendar, when she asked for that: an invitation, or that it is called off."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import invitation
from portal.meetings.models import Meeting, MeetingState
from portal.notifications.carrying import Attachment
from portal.notifications.delivering import AttachmentMaker
from portal.notifications.models import OutboxNotice


def maker(organizer: str) -> AttachmentMaker:
    """Makes them in the name of that mail address, from which the mails come."""

    def made(db: Session, notice: OutboxNotice, attendee: str) -> Attachment | None:
        meeting = db.get(Meeting, notice.subject_id)
        if meeting is None or meeting.version != notice.version:
            return None  # a newer version has a notice of its own
        hers, now = invitation.of_hers(meeting), clock.now()
        if meeting.state is MeetingState.CANCELLED:
            text = invitation.cancellation(hers, organizer=organizer, attendee=attendee, now=now)
            return Attachment(text, "CANCEL")
        text = invitation.request(hers, organizer=organizer, attendee=attendee, now=now)
        return Attachment(text, "REQUEST")

    return made
