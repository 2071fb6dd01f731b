"""Which texts wait for a translation: those for her that she cannot read, and hers that staff cannot.

A text is readable in a language when it came with a translation, when a person or a machine has translated it here,
or when the catalogue of the municipality's texts has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.i18n import SOURCE, Language, in_language, languages
from portal.people.models import Participant
from portal.translators.finding import Found, texts
from portal.translators.models import Place, WantedTranslation
from portal.writing import UNKNOWN_LANGUAGE, Writing

Key = tuple[Place, UUID, str]


@dataclass(frozen=True)
class Want:
    """One text that somebody cannot read in a language."""

    found: Found
    into: str

    @property
    def key(self) -> Key:
        return self.found.place, self.found.row_id, self.into


def want_for(db: Session, participant: Participant, *, now: datetime) -> None:
    """Bring the queue up to date for one participant, after something was written by her or for her.

    Doing so twice changes nothing. A text whose words have changed is asked for anew; one that is gone, or can be
    read by now, is no longer asked for.
    """
    want_for_all(db, [participant], now=now)


def want_for_all(db: Session, participants: Sequence[Participant], *, now: datetime) -> None:
    """The same for many, with as many queries as for one."""
    db.flush()
    ids = [one.id for one in participants]
    found: dict[UUID, list[Found]] = defaultdict(list)
    for text in texts(db, ids):
        found[text.participant_id].append(text)
    asked: dict[UUID, list[WantedTranslation]] = defaultdict(list)
    rows = sa.select(WantedTranslation).where(WantedTranslation.participant_id.in_(ids))
    for row in db.scalars(rows):
        asked[row.participant_id].append(row)
    for participant in participants:
        wants = [*_wants(participant, found[participant.id])]
        _settle(db, participant, wants, asked[participant.id], now)
    db.flush()


def want_these(
    db: Session, participant: Participant, found: Sequence[Found], *, now: datetime
) -> None:
    """The same for texts of hers or for her that were just written, and for no others. One query."""
    db.flush()
    rows = db.scalars(
        sa.select(WantedTranslation).where(
            WantedTranslation.place.in_({one.place for one in found}),
            WantedTranslation.row_id.in_({one.row_id for one in found}),
        )
    )
    _settle(db, participant, [*_wants(participant, found)], rows, now)
    db.flush()


def is_readable(writing: Writing, reader: Language) -> bool:
    """Whether somebody who reads this language can read a text; not by a translation of earlier words."""
    known = writing.translated.get(reader.code)
    if known and known.is_outdated:
        return False
    return in_language(writing, reader).lang == reader.code


def reads(participant: Participant) -> Language:
    """The language to translate into for her: her own, else her case file's, else Swedish."""
    for code in (participant.own_language, participant.language):
        if code in languages():
            return languages()[code]
    return languages()[SOURCE]


def _wants(participant: Participant, found: Iterable[Found]) -> Iterator[Want]:
    reader, swedish = reads(participant), languages()[SOURCE]
    writes_swedish = {participant.language, participant.chosen_language or SOURCE} == {SOURCE}
    for one in found:
        is_unknown = one.writing.language == UNKNOWN_LANGUAGE
        if not one.is_hers and not is_unknown and not is_readable(one.writing, reader):
            yield Want(one, reader.code)
        elif not (is_unknown and writes_swedish) and not is_readable(one.writing, swedish):
            yield Want(one, SOURCE)


def _settle(
    db: Session,
    participant: Participant,
    wants: Iterable[Want],
    asked: Iterable[WantedTranslation],
    now: datetime,
) -> None:
    rows: dict[Key, WantedTranslation] = {(row.place, row.row_id, row.into): row for row in asked}
    for want in wants:
        _ask(db, participant, want, rows.pop(want.key, None), now)
    for row in rows.values():
        if row.done_at is None:
            db.delete(row)


def _ask(
    db: Session,
    participant: Participant,
    want: Want,
    row: WantedTranslation | None,
    now: datetime,
) -> None:
    words, urgent = want.found.writing, want.found.is_urgent
    source = words.original.replace("\0", "")  # no database keeps it
    if row is None:
        row = WantedTranslation(
            participant_id=participant.id,
            place=want.found.place,
            row_id=want.found.row_id,
            into=want.into,
            is_urgent=urgent,
            asked_at=now,
            source=source,
            source_language=words.language,
        )
        db.add(row)
        return
    if row.source != source or row.done_at is not None:
        row.asked_at, row.done_at, row.done_by_id = now, None, None
    row.source, row.source_language, row.is_urgent = source, words.language, urgent
