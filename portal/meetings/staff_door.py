"""Where the staff's pages about meetings hang; several files of pages belong to it."""

from datetime import datetime

from flask import Blueprint

from portal import clock
from portal.meetings import staff_words
from portal.meetings.staff_words import way_of, way_word
from portal.people.models import Participant
from portal.transactions import session

bp = Blueprint("calendar", __name__)
bp.app_template_filter("meeting_way")(way_of)
bp.app_template_filter("way_word")(way_word)
bp.app_template_filter("with_zone")(datetime.isoformat)


@bp.app_template_filter()
def wall_time(at: datetime) -> str:
    """«09:30», as the clock in Sweden shows it."""
    return f"{clock.local(at):%H:%M}"


@bp.app_template_global()
def interpreter_words(participant: Participant) -> str:
    """What is known of her need for an interpreter."""
    return staff_words.interpreter_words(session(), participant)


@bp.app_template_global()
def no_interpreter_words(participant: Participant) -> str:
    """The same for somebody of whom no need is noted."""
    return staff_words.no_interpreter_words(session(), participant)
