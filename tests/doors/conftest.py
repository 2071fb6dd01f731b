"""A thing of Amina's for each kind of address."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.models import NoTimeFits, TodayKind, TodayWord
from portal.meetings.purposes import Purpose
from portal.meetings.supply_models import BookableHours, HoursAway
from portal.messages import sending, subjects
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.sending import Sent, words
from portal.municipality.models import MeetingType, RatingIndicator
from portal.notifications.choice_models import PushSubscription
from portal.people.handover_models import HandoverOffer
from portal.people.models import Absence, AbsenceKind, HandoverReason
from portal.people.sign_in_models import Device
from portal.plan import answers
from portal.plan.answers import OwnStep
from portal.plan.models import Answer, StepAnswer
from portal.progress.models import SelfRating
from portal.statements.models import AccessibilityReport
from portal.translators.models import Place, WantedTranslation
from portal.writing import Writing
from tests.cast import Cast, sv
from tests.feedback.asked import request
from tests.plan.writing import plan, published, step


@pytest.fixture
def things(db: Session, cast: Cast) -> dict[str, object]:
    """Amina's things, by the name that addresses give them."""
    sfi = step("SFI", weekly=[(1, "09:00", "12:00")])
    course = step("Kurs", weekly=[(1, "10:00", "12:00")])
    version = published(db, plan(db, cast.amina, sfi, course), cast.karin)
    own = answers.add_own(db, cast.amina, OwnStep("Träna"), uuid4().hex, now=clock.now())
    gone = answers.add_own(db, cast.amina, OwnStep("Borta"), uuid4().hex, now=clock.now())
    answers.remove_own(db, cast.amina, gone.id, now=clock.now())
    device = Device(
        participant=cast.amina, token_hash="t", pin_hash="p", picture="sun",
        made_at=clock.now(), used_at=clock.now(),
    )  # fmt: skip
    own.text = Writing.in_("so", "Tababar")
    wanted = WantedTranslation(
        participant=cast.amina, place=Place.STEP_TEXT, row_id=own.id, source="Tababar",
        source_language="so", into="sv", asked_at=clock.now(),
    )  # fmt: skip
    away = Absence(
        staff_id=cast.karin.id, from_on=clock.today(), until_on=clock.today() + timedelta(days=1),
        made_at=clock.now(),
    )  # fmt: skip
    offer = HandoverOffer(
        participant=cast.farid, assignment=cast.farid.assignments[0], offered_by=cast.sara,
        to=cast.lars, from_on=clock.today(), reason=HandoverReason.REORGANISED,
        offered_at=clock.now(),
    )  # fmt: skip
    unsure = StepAnswer(step=own, answer=Answer.UNSURE, answered_at=clock.now())
    report = AccessibilityReport(
        form_key="k", body=sv("Texten är för liten."), read_in="sv", sent_on=clock.today()
    )
    db.add_all([device, away, wanted, offer, unsure, report])
    db.commit()
    call = MeetingType(
        key="call", position=0, name=sv("Samtal"), minutes=15, bookable_by="participant", rules={}
    )
    tomorrow = clock.local(clock.now()).replace(hour=10, minute=0, second=0, microsecond=0)
    hours = BookableHours(
        staff=cast.karin, weekday=0, starts=540, ends=720, purposes=[], from_on=clock.today()
    )
    hours_away = HoursAway(
        staff=cast.karin, on=clock.today(), starts=540, ends=600, kind=AbsenceKind.OTHER
    )
    db.add_all([call, hours, hours_away])
    db.flush()
    meeting = booking.book_for(
        db, cast.karin, cast.amina, Purpose(call), tomorrow + timedelta(days=1), [cast.karin.id],
        Details(), key="k", now=clock.now(), anyway=True,
    )  # fmt: skip
    word = TodayWord(
        participant_id=cast.amina.id, kind=TodayKind.ILL, form_key="w", made_at=clock.now()
    )
    told = NoTimeFits(
        participant_id=cast.amina.id, type_id=call.id, times_shown=0, form_key="n",
        made_at=clock.now(),
    )  # fmt: skip
    phone = PushSubscription(
        participant_id=cast.amina.id, endpoint_hash="e", sealed="s", made_for="k",
        made_at=clock.now(),
    )  # fmt: skip
    db.add_all([word, told, phone])
    wrote = sending.from_her(
        db, cast.amina, subjects.MONEY, Sent(words("Hej"), "m"), now=clock.now()
    )
    paper = Attachment(
        participant_id=cast.amina.id, message_id=wrote.id, form_key="m", position=1, size=1,
        content_type="image/jpeg", digest="d", state=AttachmentState.CHECKING, made_at=clock.now(),
    )  # fmt: skip
    db.add(paper)
    health = RatingIndicator(key="health", position=0, name=sv("Hälsa"), rated_by="participant")
    begun = SelfRating(participant_id=cast.amina.id, started_at=clock.now(), kept={})
    db.add_all([health, begun])
    asked = request(db, cast.amina, on=clock.today())
    db.commit()
    return {
        "wrote": wrote,
        "paper": paper,
        "word": word,
        "told": told,
        "phone": phone,
        "asked": asked,
        "meeting": meeting,
        "hours": hours,
        "hours_away": hours_away,
        "sfi": sfi,
        "course": course,
        "own": own,
        "gone": gone,
        "version": version,
        "device": device,
        "amina": cast.amina,
        "offer": offer,
        "away": away,
        "wanted": wanted,
        "report": report,
    }
