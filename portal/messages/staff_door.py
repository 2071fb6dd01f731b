"""Where the staff's pages about messages hang; several files of pages belong to it."""

from __future__ import annotations

from flask import Blueprint

from portal.messages import staff_words
from portal.writing import beginning

bp = Blueprint("messages", __name__, url_prefix="/messages")
bp.app_template_filter("subject_in_swedish")(staff_words.subject)
bp.app_template_filter("wrong_in")(staff_words.wrong_in)
bp.app_template_filter("waited_since")(staff_words.since)
bp.app_template_filter("promised")(staff_words.promised)
bp.app_template_filter("days_late")(staff_words.days_late)
bp.app_template_filter("beginning")(beginning)
