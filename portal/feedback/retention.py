"""What is forgotten of who was asked and who answered, and when. Run by the worker, as often as it likes. Knows no web.

* Who was asked and did not answer, or did not want to: two years after it closed; so far back looks the answer rate.
* Who answered: when no answer of hers can wait any more. It waits for two years among her own at most, and for two more
  among those that are nobody's (`moving`). Forgotten before that, she could answer the same again as if for the first
  time, and two of five answers would be one person's.
* What she has read of «Ni sa – vi gör»: when nothing would tell her of it again.
* The panel's addresses, also those that a tablet made and nobody used: three months after the round, so that whoever
  finds her paper late reads that the time is out; not before what was sent with them has been untied.
* That somebody took part in the panel: a year after she left, or after her case ended.
* Words of her own: what is kept back at once; what nobody has read within a year, unread; what is shown, after three
  years.

Whole months go at once, so that nobody sees the answer rate move by one person.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import rates
from portal.feedback.answer_models import AnswerGiven, FreeText, FreeTextState
from portal.feedback.models import (
    FeedbackRequest,
    PanelDraft,
    PanelMember,
    PanelRound,
    PanelToken,
    PublishedAnswer,
    PublishedAnswerSeen,
)
from portal.people.models import Participant

UNANSWERED_FOR = rates.LOOKS_BACK
ANSWERED_FOR = relativedelta(months=50)
"""Twice `moving.KEPT_FOR`, and the months that are begun."""
ADDRESSES_FOR = relativedelta(months=3)
"""After the round's last day."""
MEMBERS_FOR = relativedelta(years=1)
UNREAD_FOR = relativedelta(months=12)
SHOWN_FOR = relativedelta(months=36)
"""Longer than `UNREAD_FOR`, by which the kept tables see that something went (`words_said.HOW_MANY`)."""


def run(db: Session, now: datetime) -> int:
    """Forget what is old enough; how many requests went."""
    month = clock.local(now).date().replace(day=1)
    gone = db.execute(
        sa.delete(FeedbackRequest)
        .where(
            sa.or_(
                FeedbackRequest.closes_on < month - ANSWERED_FOR,
                sa.and_(
                    FeedbackRequest.closes_on < month - UNANSWERED_FOR,
                    FeedbackRequest.answered_on.is_(None),
                ),
            )
        )
        .returning(FeedbackRequest.id)
    ).all()
    _forget_what_was_read(db, month - ANSWERED_FOR)
    _forget_the_panel(db, clock.local(now).date())
    _forget_words(db, month)
    return len(gone)


def _forget_what_was_read(db: Session, before: date) -> None:
    old = sa.select(PublishedAnswer.id).where(PublishedAnswer.published_on < before)
    db.execute(sa.delete(PublishedAnswerSeen).where(PublishedAnswerSeen.answer_id.in_(old)))


def _forget_the_panel(db: Session, today: date) -> None:
    over = sa.select(PanelRound.id).where(PanelRound.until_on < today - ADDRESSES_FOR)
    begun = (
        sa.select(PanelDraft.id).where(PanelDraft.token_id == PanelToken.id).correlate(PanelToken)
    )
    waits = sa.exists().where(
        sa.or_(AnswerGiven.request_id == PanelToken.id, AnswerGiven.request_id.in_(begun))
    )
    db.execute(sa.delete(PanelToken).where(PanelToken.round_id.in_(over), ~waits))
    before = today - MEMBERS_FOR
    moved = sa.select(Participant.id).where(Participant.moved_on < before)
    db.execute(
        sa.delete(PanelMember).where(
            sa.or_(PanelMember.left_on < before, PanelMember.participant_id.in_(moved))
        )
    )


def _forget_words(db: Session, month: date) -> None:
    """Whole months at once, so that nobody sees which text was whose neighbour."""
    waiting, shown = (
        FreeText.state == FreeTextState.WAITING,
        FreeText.state == FreeTextState.RELEASED,
    )
    db.execute(
        sa.delete(FreeText).where(
            sa.or_(
                FreeText.state == FreeTextState.WITHHELD,
                sa.and_(waiting, FreeText.on < month - UNREAD_FOR),
                sa.and_(shown, FreeText.on < month - SHOWN_FOR),
            )
        )
    )
