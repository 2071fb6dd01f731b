"""What a request is about, in words: the measure's name, or the day of the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, i18n
from portal.feedback.models import FeedbackRequest, Occasion, PanelRound
from portal.i18n import gettext as _
from portal.i18n import marked
from portal.meetings.models import Meeting
from portal.municipality.models import Measure
from portal.writing import Writing


@dataclass(frozen=True)
class About:
    """The one of the two that there is; neither, where the questionnaire's own name says it."""

    name: Writing | None = None
    on: date | None = None


def about(db: Session, asked: FeedbackRequest) -> About:
    """What she is asked about. What is gone meanwhile has no name."""
    if asked.occasion in {Occasion.AFTER_MEASURE, Occasion.SUMMER_JOB}:
        return About(name=db.scalar(sa.select(Measure.name).where(Measure.key == asked.about)))
    if asked.occasion is Occasion.AFTER_MEETING:
        meeting = db.get(Meeting, asked.subject_id)
        return About(on=clock.local(meeting.starts_at).date() if meeting else None)
    if asked.occasion is Occasion.PANEL:
        found = db.get(PanelRound, asked.subject_id)
        return About(name=found.name if found else None)
    return About()


def wants_to_talk(what: About) -> Writing:
    """What her message says, in Swedish for us and in her language for her."""
    hers = i18n.language().code
    swedish = _sentence(what.name.original) if what.name else GENERAL
    texts = {i18n.SOURCE: swedish}
    if hers != i18n.SOURCE:
        texts[hers] = _translated(what)
    return Writing(texts)


GENERAL = "Jag vill prata om hur det har gått."


def _sentence(name: str) -> str:
    return f"Jag vill prata om {name}."


def _translated(what: About) -> str:
    if what.name is None:
        return str(marked(_("Jag vill prata om hur det har gått.")).striptags())
    name = i18n.for_reader(what.name).text
    return str(marked(_("Jag vill prata om %(name)s.", name=name)).striptags())
