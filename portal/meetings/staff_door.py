"""Where the staff's pages about meetings hang; several files of pages belong to it."""

from datetime import datetime

from flask import Blueprint

from portal import clock
from portal.meetings.staff_words import way_of, way_word

bp = Blueprint("calendar", __name__)
bp.app_template_filter("meeting_way")(way_of)
bp.app_template_filter("way_word")(way_word)
bp.app_template_filter("with_zone")(datetime.isoformat)


@bp.app_template_filter()
def wall_time(at: datetime) -> str:
    """«09:30», as the clock in Sweden shows it."""
    return f"{clock.local(at):%H:%M}"
