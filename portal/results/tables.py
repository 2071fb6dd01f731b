"""Everything that people said, kept ready: it stands still until at least five new answers have been counted, or a
text has been released. Knows no web."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from portal.db import is_reading
from portal.results.said import Names, Said, said
from portal.results.sums import Sums, sums
from portal.results.words_said import Words, words


@dataclass(frozen=True, eq=False)
class Tables:
    """What was said, in numbers and in words; the same one again as long as nothing of it has changed.

    They outlive the request that makes them: plain values only, no row of its session.
    """

    said: list[Said]
    words: list[Words]
    sums: Sums
    released: str
    names: Names

    def are_of(self, sums: Sums, released: str, names: Names) -> bool:
        """Whether they would be the same if they were made again."""
        return self.sums is sums and self.released == released and self.names == names


_kept: WeakKeyDictionary[Pool, Tables] = WeakKeyDictionary()


def tables(db: Session, known: Names, *, blocks: int, released: str) -> Tables:
    """The tables as they are with so many blocks of answers, and released texts (`words_said.HOW_MANY`)."""
    pool, found = db.connection().engine.pool, sums(db, blocks)
    kept = _kept.get(pool)
    if kept and kept.are_of(found, released, known):
        return kept
    made = Tables(said(db, found, known), words(db, known), found, released, known)
    if is_reading(db):  # what a transaction has written may be undone
        _kept[pool] = made
    return made
