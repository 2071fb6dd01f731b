"""What is forgotten of who was asked and who answered, and when. Run by the worker, as often as it likes. Knows no web.

* Who was asked and did not answer, or did not want to: two years after it closed; so far back looks the answer rate.
* Who answered: when no answer of hers can wait any more. It waits for two years among her own at most, and for two more
  among those that are nobody's (`moving`). Forgotten before that, she could answer the same again as if for the first
  time, and two of five answers would be one person's.
* What she has read of «Ni sa – vi gör»: when nothing would tell her of it again.

Whole months go at once, so that nobody sees the answer rate move by one person.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import rates
from portal.feedback.models import FeedbackRequest, PublishedAnswer, PublishedAnswerSeen

UNANSWERED_FOR = rates.LOOKS_BACK
ANSWERED_FOR = relativedelta(months=50)
"""Twice `moving.KEPT_FOR`, and the months that are begun."""


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
    return len(gone)


def _forget_what_was_read(db: Session, before: date) -> None:
    old = sa.select(PublishedAnswer.id).where(PublishedAnswer.published_on < before)
    db.execute(sa.delete(PublishedAnswerSeen).where(PublishedAnswerSeen.answer_id.in_(old)))
