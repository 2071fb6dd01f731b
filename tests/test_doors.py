"""Who may enter where: every address, as everybody, made from the application's own map of addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock, create_app
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
from portal.people.models import Absence, AbsenceKind, HandoverReason, Participant
from portal.people.sign_in_models import Device
from portal.plan import answers
from portal.plan.answers import OwnStep
from portal.plan.models import Answer, Step, StepAnswer
from portal.progress.models import SelfRating
from portal.settings import Settings
from portal.statements.models import AccessibilityReport
from portal.translators.models import Place, WantedTranslation
from portal.writing import Writing
from tests.browsing import Browser, Person
from tests.cast import Cast, sv
from tests.feedback.asked import request
from tests.plan.writing import plan, published, step

TODAY = clock.today().isoformat()
NOBODYS = uuid4()
"""What there is not."""


@dataclass(frozen=True)
class Row:
    """What each visitor is answered: nobody, Amina, Bashir (a stranger), Karin (hers), Lars (not hers)."""

    nobody: int
    amina: int
    bashir: int
    karin: int
    lars: int
    form: dict[str, str] = field(default_factory=dict)


def everybody(status: int, **form: str) -> Row:
    return Row(status, status, status, status, status, form)


def participants(status: int = 200, **form: str) -> Row:
    """Any participant, about herself; nobody is shown the way in, staff are refused."""
    return Row(303, status, status, 403, 403, form)


def hers(status: int = 200, **form: str) -> Row:
    """Amina's own thing: for Bashir it does not exist."""
    return Row(303, status, 404, 403, 403, form)


def administrators() -> Row:
    """Neither Karin nor Lars is one: to them it does not exist."""
    return Row(303, 403, 403, 404, 404)


MATRIX: dict[tuple[str, str], Row] = {
    ("GET", "public.home.show"): Row(200, 200, 200, 303, 303),
    ("GET", "public.help.show"): everybody(200),
    ("GET", "public.drop_in.hours"): everybody(200),
    ("GET", "public.results.show"): everybody(200),
    ("GET", "public.words.show"): everybody(200),
    ("GET", "public.privacy.show"): everybody(200),
    ("GET", "public.accessibility.show"): everybody(200),
    ("POST", "public.accessibility.tell"): everybody(303, body="Texten är för liten."),
    ("GET", "public.accessibility.sent"): everybody(200),
    ("GET", "public.health.alive"): everybody(200),
    ("GET", "public.health.ready"): everybody(200),
    ("GET", "public.phone.manifest"): everybody(200),
    ("GET", "public.phone.worker"): everybody(200),
    ("GET", "public.phone.offline"): everybody(200),
    ("POST", "public.push.renew"): everybody(204),
    ("GET", "public.metrics.show"): everybody(404),
    ("GET", "public.demo_outbox.show"): everybody(404),
    ("GET", "staff.notices.show"): administrators(),
    ("POST", "staff.notices.try_again"): administrators(),
    ("POST", "staff.notices.try_all_again"): administrators(),
    ("POST", "staff.notices.let_go"): administrators(),
    ("POST", "public.language.choose"): everybody(303, language="sv"),
    ("GET", "public.sign_in.today"): everybody(200),
    ("POST", "public.sign_in.leave"): everybody(303),
    ("POST", "public.sign_in.sign_out"): everybody(303),
    ("GET", "public.sign_in.index"): Row(200, 303, 303, 303, 303),
    ("POST", "public.sign_in.with_pin"): everybody(422, pin="4711"),
    ("GET", "public.sign_in.code"): everybody(200),
    ("POST", "public.sign_in.try_code"): everybody(422, code="ABCD-EFGH-JKMN"),
    ("GET", "public.sign_in.pin"): everybody(303),
    ("POST", "public.sign_in.choose_pin"): everybody(303, pin="4711"),
    ("POST", "public.sign_in.ask"): everybody(303),
    ("GET", "public.sign_in.asked"): everybody(200),
    ("GET", "public.staff_sign_in.show"): Row(200, 303, 303, 303, 303),
    ("POST", "public.staff_sign_in.with_password"): everybody(422, email="x@y.se", password="z"),
    ("GET", "public.staff_sign_in.choose"): everybody(303),
    ("POST", "public.staff_sign_in.set_password"): everybody(303),
    ("GET", "participant.plan.show"): participants(),
    ("GET", "participant.plan.step"): hers(),
    ("POST", "participant.plan.answer"): hers(303, answer="works"),
    ("POST", "participant.plan.done"): hers(303),
    ("POST", "participant.plan.not_done"): hers(303),
    ("GET", "participant.plan.new"): participants(),
    ("POST", "participant.plan.add"): participants(303, text="Träna", key="k"),
    ("GET", "participant.plan.change"): hers(),
    ("POST", "participant.plan.save"): hers(303, text="Träna mer"),
    ("POST", "participant.plan.remove"): hers(303),
    ("GET", "participant.plan.removed"): hers(),
    ("POST", "participant.plan.restore"): hers(303),
    ("GET", "participant.versions.show"): hers(),
    ("POST", "participant.versions.say"): hers(303, says="agreed"),
    ("GET", "participant.week.show"): participants(),
    ("POST", "participant.week.report"): hers(303),
    ("GET", "participant.meetings.show"): participants(),
    ("GET", "participant.meetings.book"): participants(),
    ("POST", "participant.meetings.confirm"): participants(404),
    ("GET", "participant.meetings.ask_none_fits"): participants(404),
    ("POST", "participant.meetings.none_fit"): participants(404),
    ("GET", "participant.meetings.none_fits_told"): participants(),
    ("GET", "participant.meetings.today"): participants(),
    ("POST", "participant.meetings.say_today"): participants(404),
    ("POST", "participant.meetings.come_anyway"): participants(404),
    ("GET", "participant.meetings.one"): hers(),
    ("GET", "participant.meetings.ask_move"): hers(),
    ("GET", "participant.meetings.ask_cancel"): hers(),
    ("POST", "participant.meetings.seen"): hers(303, version="1"),
    ("POST", "participant.meetings.notes_seen"): hers(303),
    ("POST", "participant.meetings.accept"): hers(303, version="1"),
    ("POST", "participant.meetings.say"): hers(303, topic="Om SFI"),
    ("POST", "participant.meetings.earlier_time"): hers(303, wish="yes"),
    ("POST", "participant.meetings.move"): hers(303),
    ("POST", "participant.meetings.cancel"): hers(303, version="1"),
    ("GET", "participant.messages.show"): participants(),
    ("POST", "participant.messages.send"): participants(303, body="Hej", key="m"),
    ("POST", "participant.messages.read"): participants(303, number="1"),
    ("POST", "participant.messages.save_draft"): participants(303, body="Hej", key="d"),
    ("POST", "participant.messages.throw_draft_away"): participants(303),
    ("POST", "participant.messages.attach"): participants(303, body="Hej", key="p"),
    ("GET", "participant.messages.paper"): hers(),
    ("GET", "participant.messages.phrases"): participants(),
    ("GET", "participant.messages.phrase"): participants(),
    ("POST", "participant.messages.write_phrase"): participants(303, act="send", key="p"),
    ("GET", "participant.people.show"): participants(),
    ("GET", "participant.progress.show"): participants(),
    ("POST", "participant.progress.start"): participants(303),
    ("GET", "participant.progress.all_questions"): Row(303, 200, 303, 403, 403),
    ("POST", "participant.progress.keep_all"): participants(303, act="keep"),
    ("GET", "participant.progress.question"): Row(303, 200, 303, 403, 403),
    ("POST", "participant.progress.answer"): participants(303, answer="3"),
    ("POST", "participant.progress.finish"): participants(303),
    ("POST", "participant.progress.talk"): participants(303, talk="SFI"),
    ("POST", "participant.progress.later"): participants(303),
    ("GET", "participant.access_log.show"): participants(),
    ("GET", "participant.me.show"): participants(),
    ("GET", "participant.me.devices"): participants(),
    ("GET", "participant.me.still_here"): participants(204),
    ("GET", "participant.me.ask_forget"): hers(),
    ("POST", "participant.me.forget"): hers(303),
    ("POST", "participant.me.sign_out_device"): hers(303),
    ("GET", "participant.me.ask_pin"): participants(),
    ("POST", "participant.me.add"): participants(422, pin="0000"),
    ("GET", "participant.notices.show"): participants(),
    ("POST", "participant.notices.choose"): participants(303, group="messages"),
    ("POST", "participant.notices.add_phone"): participants(404),
    ("POST", "participant.notices.remove_phone"): hers(303),
    ("POST", "participant.notices.remove_address"): participants(303),
    ("POST", "participant.notices.close_offer"): participants(303),
    # This installation has no channel for them.
    ("GET", "participant.notices.ask_address"): participants(404),
    ("POST", "participant.notices.send_code"): participants(404),
    ("GET", "participant.notices.ask_code"): participants(404),
    ("POST", "participant.notices.confirm"): participants(404),
    ("GET", "staff.day.show"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.day.see_to"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.day.wait_again"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.day.review"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.day.take_review_back"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.reports.answered"): administrators(),
    ("POST", "staff.reports.wait_again"): administrators(),
    ("GET", "staff.own_account.show"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.own_account.change_password"): Row(303, 403, 403, 422, 422),
    ("POST", "staff.own_account.sign_out_elsewhere"): Row(303, 403, 403, 303, 303),
    ("GET", "staff.accounts.show"): administrators(),
    ("GET", "staff.accounts.new"): administrators(),
    ("POST", "staff.accounts.add"): administrators(),
    ("GET", "staff.accounts.one"): administrators(),
    ("POST", "staff.accounts.change"): administrators(),
    ("POST", "staff.accounts.code"): administrators(),
    ("POST", "staff.accounts.end"): administrators(),
    ("POST", "staff.accounts.stay"): administrators(),
    ("GET", "staff.caseload.participants"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.results.show"): administrators(),
    ("GET", "staff.results.file"): administrators(),
    ("GET", "staff.published.index"): administrators(),
    ("GET", "staff.published.new"): administrators(),
    ("POST", "staff.published.add"): administrators(),
    ("GET", "staff.published.edit"): administrators(),
    ("POST", "staff.published.save"): administrators(),
    ("POST", "staff.published.take_back"): administrators(),
    ("GET", "staff.reports.show"): administrators(),
    ("GET", "staff.caseload.participant"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.progress.show"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.progress.save"): Row(303, 403, 403, 303, 404, {"level-health": "3"}),
    ("GET", "staff.plan.index"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.new"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.show"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.own_words"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.facts"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.new_goal"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.new_sub_goal"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.part"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.new_step"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.step"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.state"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.ready_steps"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.copy"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.proof"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.ask_discard"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.plan.ask_finish"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.plan.begin"): Row(303, 403, 403, 422, 404),
    ("POST", "staff.plan.undo"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.plan.keep_own_words"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.keep_facts"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.add_goal"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.add_sub_goal"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.keep_part"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.move"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.plan.remove"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.plan.add_step"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.keep_step"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.keep_state"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.keep_copies"): Row(303, 403, 403, 409, 404),
    ("POST", "staff.plan.publish"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.plan.merge"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.plan.discard"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.plan.finish"): Row(303, 403, 403, 409, 404),
    ("GET", "staff.invitations.show"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.invitations.make"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.handover.choose"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.handover.several"): Row(303, 403, 403, 303, 303),
    ("POST", "staff.handover.ask_several"): Row(303, 403, 403, 303, 303),
    ("GET", "staff.handover.one"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.handover.ask_one"): Row(303, 403, 403, 422, 404),
    ("GET", "staff.handover.offers"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.handover.offer"): Row(303, 403, 403, 404, 200),
    ("POST", "staff.handover.decline"): Row(303, 403, 403, 404, 422),
    ("POST", "staff.handover.accept"): Row(303, 403, 403, 404, 303),
    ("POST", "staff.handover.accept_all"): Row(303, 403, 403, 303, 303),
    ("POST", "staff.handover.take_back"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.handover.left"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.handover.offer_on"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.handover.ask_on"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.handover.give_steps"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.handover.alone"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.handover.give_contact"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.handover.count"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.caseload.as_she_sees"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.opening.ask"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.opening.open_page"): Row(
        303, 403, 403, 404, 404, {"reference": "X-1", "reason": "Ringde om i dag"}
    ),
    ("GET", "staff.absence.show"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.absence.enter"): Row(303, 403, 403, 422, 422),
    ("GET", "staff.absence.ask"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.absence.change"): Row(303, 403, 403, 422, 404),
    ("POST", "staff.absence.end"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.absence.duty"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.rebooking.show"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.rebooking.act"): Row(303, 403, 403, 404, 404),  # the absence has ended
    ("GET", "staff.rebooking.one"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.rebooking.act_on_one"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.supply.show"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.heard.word"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.heard.see_word"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.heard.word_waits_again"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.heard.no_time"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.heard.see_no_time"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.heard.no_time_waits_again"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.absence.set_duty"): Row(303, 403, 403, 404, 404),
    ("GET", "public.calendar.feed"): everybody(404),
    ("GET", "staff.feedback.show"): administrators(),
    ("POST", "staff.feedback.decide"): administrators(),
    ("GET", "participant.feedback.show"): participants(),
    ("GET", "participant.feedback.question"): hers(),
    ("GET", "participant.feedback.everything"): hers(),
    ("GET", "participant.feedback.check"): hers(),
    ("GET", "participant.feedback.thanks"): hers(303),
    ("POST", "participant.feedback.begin"): hers(303),
    ("POST", "participant.feedback.keep"): hers(303),
    ("POST", "participant.feedback.keep_all"): hers(303),
    ("POST", "participant.feedback.send"): hers(422),
    ("POST", "participant.feedback.contact"): hers(303),
    ("POST", "participant.feedback.decline"): hers(303),
    ("POST", "participant.feedback.take_up"): hers(303),
    ("POST", "participant.feedback.join"): participants(303),
    ("POST", "participant.feedback.leave"): participants(303),
    # A paper's address is the key; this one was never made.
    ("GET", "public.panel.show"): everybody(404),
    ("POST", "public.panel.begin"): everybody(404),
    ("GET", "public.panel.question"): everybody(404),
    ("POST", "public.panel.keep"): everybody(404),
    ("GET", "public.panel.everything"): everybody(404),
    ("POST", "public.panel.keep_all"): everybody(404),
    ("GET", "public.panel.check"): everybody(404),
    ("POST", "public.panel.send"): everybody(404),
    ("POST", "public.panel.decline"): everybody(404),
    ("GET", "public.panel.thanks"): everybody(404),
    ("GET", "staff.questionnaires.show"): administrators(),
    ("POST", "staff.questionnaires.begin"): administrators(),
    ("GET", "staff.questionnaires.version"): administrators(),
    ("POST", "staff.questionnaires.minutes"): administrators(),
    ("GET", "staff.questionnaires.new"): administrators(),
    ("POST", "staff.questionnaires.add"): administrators(),
    ("GET", "staff.questionnaires.edit"): administrators(),
    ("POST", "staff.questionnaires.save"): administrators(),
    ("POST", "staff.questionnaires.move"): administrators(),
    ("POST", "staff.questionnaires.remove"): administrators(),
    ("GET", "staff.questionnaires.preview"): administrators(),
    ("GET", "staff.questionnaires.ask_use"): administrators(),
    ("POST", "staff.questionnaires.use"): administrators(),
    ("POST", "staff.questionnaires.throw_away"): administrators(),
    # No browser here is a tablet.
    ("GET", "public.kiosk.show"): everybody(404),
    ("POST", "public.kiosk.choose"): everybody(404),
    ("GET", "public.kiosk.read"): everybody(404),
    ("POST", "public.kiosk.begin"): everybody(404),
    ("GET", "public.kiosk.question"): everybody(404),
    ("POST", "public.kiosk.keep"): everybody(404),
    ("GET", "public.kiosk.everything"): everybody(404),
    ("POST", "public.kiosk.keep_all"): everybody(404),
    ("GET", "public.kiosk.check"): everybody(404),
    ("POST", "public.kiosk.send"): everybody(404),
    ("GET", "public.kiosk.thanks"): everybody(404),
    ("POST", "public.kiosk.decline"): everybody(303),
    ("GET", "staff.kiosk.show"): administrators(),
    ("POST", "staff.kiosk.open_it"): administrators(),
    ("POST", "staff.kiosk.close"): administrators(),
    ("GET", "staff.panel.show"): administrators(),
    ("GET", "staff.panel.new"): administrators(),
    ("POST", "staff.panel.add"): administrators(),
    ("GET", "staff.panel.edit"): administrators(),
    ("POST", "staff.panel.save"): administrators(),
    ("POST", "staff.panel.slips"): administrators(),
    ("GET", "participant.meetings_calendar.file"): hers(),
    ("GET", "participant.meetings_calendar.show"): participants(),
    ("POST", "participant.meetings_calendar.make"): participants(),
    ("POST", "participant.meetings_calendar.revoke"): participants(303),
    ("GET", "staff.calendar_feed.show"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.calendar_feed.make"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.calendar_feed.revoke"): Row(303, 403, 403, 303, 303),
    ("GET", "staff.calendar.show"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.calendar.meeting"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.calendar.paper"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.calendar.attend"): Row(303, 403, 403, 422, 404),
    ("POST", "staff.calendar.write"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.calendar.take_notes_back"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.calendar.ask_move"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.calendar.move"): Row(303, 403, 403, 422, 404),
    ("POST", "staff.calendar.outsiders_told"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.calendar.outsiders_wait"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.calendar.ask_way"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.calendar.change_way"): Row(303, 403, 403, 422, 404),
    ("GET", "staff.calendar.ask_hand"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.calendar.hand"): Row(303, 403, 403, 422, 404),
    ("GET", "staff.calendar.ask_cancel"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.calendar.cancel"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.calendar.hours"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.calendar.new_hours"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.calendar.add_hours"): Row(303, 403, 403, 422, 422),
    ("GET", "staff.calendar.one_of_hours"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.calendar.change_hours"): Row(303, 403, 403, 422, 404),
    ("POST", "staff.calendar.remove_hours"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.calendar.add_hours_away"): Row(303, 403, 403, 422, 422),
    ("POST", "staff.calendar.remove_hours_away"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.booking.ask"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.booking.book"): Row(303, 403, 403, 422, 404),
    ("GET", "staff.messages.inbox"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.messages.inbox_news"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.messages.late_in_unit"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.messages.late"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.messages.give_late"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.messages.to_classify"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.messages.thread"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.messages.classify"): Row(303, 403, 403, 422, 404),
    ("POST", "staff.messages.take_back"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.messages.thread_file"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.messages.extract"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.messages.extract_file"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.messages.phrases"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.messages.phrase"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.messages.write_phrase"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.messages.several"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.messages.several_one"): Row(303, 403, 403, 200, 200),
    ("POST", "staff.messages.write_several"): Row(303, 403, 403, 422, 422),
    ("GET", "staff.messages.several_sent"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.messages.conversation"): Row(303, 403, 403, 200, 404),
    ("GET", "staff.messages.news"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.messages.answer"): Row(303, 403, 403, 303, 404, {"body": "Hej", "number": "9"}),
    ("POST", "staff.messages.save_draft"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.messages.attach"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.messages.paper"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.messages.read"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.messages.by_phone"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.messages.no_answer"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.messages.wait_again"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.messages.give"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.messages.give_back"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.messages.wait_no_longer"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.facts.index"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.facts.export"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.facts.rows"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.facts.new"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.facts.add"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.facts.row"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.facts.save"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.facts.remove"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.facts.retire"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.facts.move"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.facts.texts.check"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.facts.texts.text"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.facts.texts.save_text"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.facts.texts.preview"): Row(303, 403, 403, 404, 404),
    ("GET", "staff.texts.waiting"): Row(303, 403, 403, 200, 200),
    ("GET", "staff.texts.text"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.texts.save"): Row(
        303, 403, 403, 303, 404, {"text": "Öva", "source": "Tababar"}
    ),
    ("POST", "staff.texts.suggest"): Row(303, 403, 403, 404, 404),
    ("POST", "staff.texts.swedish"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.texts.undo"): Row(303, 403, 403, 303, 404),
    ("GET", "staff.steps.show"): Row(303, 403, 403, 200, 404),
    ("POST", "staff.steps.done"): Row(303, 403, 403, 303, 404, {"done_on": TODAY}),
    ("POST", "staff.steps.pause"): Row(303, 403, 403, 303, 404, {"pause_reason": "Sjuk"}),
    ("POST", "staff.steps.drop"): Row(303, 403, 403, 303, 404, {"drop_reason": "Inställd"}),
    ("POST", "staff.steps.resume"): Row(303, 403, 403, 303, 404),
    ("POST", "staff.steps.move"): Row(303, 403, 403, 303, 404, {"due_on": TODAY}),
    ("POST", "staff.steps.undo"): Row(303, 403, 403, 422, 404),
}


def addresses() -> set[tuple[str, str]]:
    app = create_app(Settings(secret_key="x" * 40, database_url="sqlite://"))
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_address_is_in_the_matrix_and_behind_one_door() -> None:
    assert addresses() == set(MATRIX)
    assert {endpoint.split(".")[0] for _, endpoint in MATRIX} == {"public", "participant", "staff"}


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


def _id(thing: object) -> str:
    assert isinstance(thing, Step)
    return str(thing.id)


def _part(endpoint: str, things: dict[str, object]) -> UUID:
    """A goal of the plan for the pages about goals, else a step."""
    sfi = things["sfi"]
    assert isinstance(sfi, Step) and sfi.sub_goal
    of_goals = ("part", "keep_part", "new_sub_goal", "add_sub_goal")
    return sfi.sub_goal.goal_id if endpoint.split(".")[-1] in of_goals else sfi.id


KEYS = {
    "participant.messages.phrase": "thanks",
    "participant.messages.write_phrase": "thanks",
    "staff.messages.phrase": "got-it",
    "staff.messages.write_phrase": "got-it",
    "staff.messages.several_one": "mine",
    "staff.messages.write_several": "mine",
}


def _address(app: Flask, endpoint: str, things: dict[str, object]) -> str:
    names = {"participant.plan.removed": "gone", "participant.plan.restore": "gone"}
    name = "sfi" if endpoint.startswith("staff.steps.") else names.get(endpoint, "own")
    own, device, amina = things[name], things["device"], things["amina"]
    assert isinstance(own, Step)
    assert isinstance(device, Device)
    assert isinstance(amina, Participant)
    values: dict[str, Any] = {
        "step_id": own.id,
        "device_id": device.id,
        "version_id": getattr(things["version"], "id", None),
        "participant_id": amina.id,
        "plan_id": getattr(things["version"], "plan_id", None),
        "part_id": _part(endpoint, things),
        "slug": "stages",
        "row_id": own.id,
        "name": "name",
        "code": "ar",
        "offer_id": getattr(things["offer"], "id", None),
        "staff_id": getattr(things["offer"], "to_id", None),
        "absence_id": getattr(things["away"], "id", None),
        "text_id": getattr(things["wanted"], "id", None),
        "report_id": getattr(things["report"], "id", None),
        "said": "answer",
        "thing_id": own.id,
        "review_id": uuid4(),
        "secret": "nobodys",
        "key": KEYS.get(endpoint, "helped" if ".feedback." in endpoint else "health"),
        "ending": "txt",
        "batch_id": NOBODYS,
        "token": "nobodys",
        "round_id": NOBODYS,
        "answer_id": NOBODYS,
        "questionnaire_id": NOBODYS,
        "hours_id": getattr(things["hours"], "id", None),
        "away_id": getattr(things["hours_away"], "id", None),
        "meeting_id": getattr(things["meeting"], "id", None),
        "word_id": getattr(things["word"], "id", None),
        "phone_id": getattr(things["phone"], "id", None),
        "notice_id": NOBODYS,
        "way": "sms",
        "told_id": getattr(things["told"], "id", None),
        "thread_id": getattr(things["wrote"], "thread_id", None),
        "message_id": getattr(things["wrote"], "id", None),
        "paper_id": getattr(things["paper"], "id", None),
        "request_id": getattr(things["asked"], "id", None),
    }
    [rule] = [one for one in app.url_map.iter_rules() if one.endpoint == endpoint]
    with app.test_request_context():
        return app.url_for(endpoint, **{name: values[name] for name in rule.arguments})


@pytest.mark.parametrize("visitor", ["nobody", "amina", "bashir", "karin", "lars"])
def test_each_address_answers_each_visitor_as_the_matrix_says(
    app: Flask, db: Session, browser: Browser, cast: Cast, things: dict[str, object], visitor: str
) -> None:
    """Reading first, then writing; each with a fresh sign-in, since some of them end it."""
    person: Person = getattr(cast, visitor, None)
    wrong = []
    for (method, endpoint), row in sorted(
        MATRIX.items(), key=lambda item: (item[0][0], item[0][1] == "participant.me.forget")
    ):
        fresh = Browser(app, db)
        form = dict(row.form)
        if endpoint == "participant.week.report":
            form |= {"first": _id(things["sfi"]), "second": _id(things["course"])}
        answer = fresh.client(person).open(
            _address(app, endpoint, things), method=method, data=form
        )
        expected = getattr(row, visitor)
        if answer.status_code != expected:
            wrong.append(f"{method} {endpoint}: {answer.status_code}, not {expected}")
        if (
            answer.status_code == 303
            and expected == 303
            and endpoint.startswith(("participant", "staff"))
            and person is None
        ):
            assert answer.location.startswith("/sign-in"), endpoint
    assert not wrong, "\n".join(wrong)


def test_the_wrong_method_is_answered_as_such_and_changes_nothing(
    app: Flask, browser: Browser, cast: Cast, things: dict[str, object]
) -> None:
    methods: dict[str, set[str]] = {}
    for method, endpoint in MATRIX:
        methods.setdefault(_address(app, endpoint, things), set()).add(method)
    for address, allowed in methods.items():
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - allowed:
            answer = browser.client(cast.amina).open(address, method=method)
            assert answer.status_code == 405, f"{method} {address}: {answer.status_code}"


def test_what_does_not_exist_looks_like_what_is_anothers(
    browser: Browser, cast: Cast, things: dict[str, object]
) -> None:
    own = things["own"]
    assert isinstance(own, Step)
    another = browser.get(f"/plan/steps/{own.id}", as_=cast.bashir)
    nothing = browser.get(f"/plan/steps/{uuid4()}", as_=cast.bashir)
    assert another.status_code == nothing.status_code == 404
    assert len(another.text) == len(nothing.text)
