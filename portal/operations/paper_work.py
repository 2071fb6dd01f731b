"""What the worker does with papers: asks the scanner, and throws away what nobody sent and files without a row."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, log
from portal.db import transaction
from portal.messages import papers, scanning
from portal.messages.attachment_models import Attachment
from portal.messages.paper_files import clamd_of, files_of
from portal.settings import Settings

AGAIN_AFTER = timedelta(minutes=1)
"""A scanner that was silent is left alone for so long."""


class PaperWork:
    """The papers of one installation, and when its scanner is asked next."""

    def __init__(self, engine: sa.Engine, settings: Settings) -> None:
        self._engine = engine
        self._files, self._clamd = files_of(settings), clamd_of(settings)
        self._silent_until: datetime | None = None

    def scan(self) -> int:
        """Ask about what waits, at most for one round; says for how many papers there was an answer."""
        now = clock.now()
        if self._clamd is None or (self._silent_until and now < self._silent_until):
            return 0
        with Session(self._engine) as db:
            found = scanning.run(db, self._files, self._clamd)
        self._silent_until = None if found.has_answered else now + AGAIN_AFTER
        return found.ready + len(found.refused)

    def clear(self, now: datetime) -> None:
        """Once an hour: what was put into a form a day ago and never sent, then files whose row is gone."""
        with transaction(self._engine) as db:
            old = papers.throw_away_unsent(db, self._files, now)
        with transaction(self._engine) as db:
            left_over = (
                0 if self._is_another_database(db, now) else papers.sweep(db, self._files, now)
            )
        if old or left_over:
            log.event("papers-cleared")

    def _is_another_database(self, db: Session, now: datetime) -> bool:
        """Whether there are papers and no row of any: the database is new, or another's. Then nothing is removed."""
        if db.scalar(sa.select(sa.exists().where(Attachment.id.is_not(None)))):
            return False
        old = now - papers.SWEPT_AFTER
        if next(self._files.there(before=old), None) is None:
            return False
        log.event("papers-without-rows")
        return True
