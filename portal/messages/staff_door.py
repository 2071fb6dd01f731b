"""Where the staff's pages about messages hang; several files of pages belong to it."""

from __future__ import annotations

from flask import Blueprint

from portal.messages import staff_words

bp = Blueprint("messages", __name__, url_prefix="/messages")
bp.app_template_filter("message_subject")(staff_words.subject)
