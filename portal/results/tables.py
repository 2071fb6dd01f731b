"""Everything that people said, kept ready: it stands still until at least five new answers have been counted, or a
text has been released. Knows no web."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from portal.db import is_reading
from portal.people.directory import Directory, directory
from portal.results.said import Names, Said, said
from portal.results.sums import Sums, sums
from portal.results.words_said import Words, words


@dataclass(frozen=True, eq=False)
class Tables:
    """What was said, in numbers and in words; the same one again as long as nothing of it has changed."""

    said: list[Said]
    words: list[Words]
    sums: Sums
    released: str
    facts: Directory
    names: Names

    def are_of(self, sums: Sums, released: str, facts: Directory, names: Names) -> bool:
        """Whether they would be the same if they were made again."""
        is_same = self.sums is sums and self.released == released and self.facts is facts
        return is_same and self.names.are(names)


_kept: WeakKeyDictionary[Pool, Tables] = WeakKeyDictionary()


def tables(db: Session, known: Names, *, blocks: int, released: str) -> Tables:
    """The tables as they are with so many blocks of answers, and released texts (`words_said.HOW_MANY`)."""
    pool, facts, found = db.connection().engine.pool, directory(db), sums(db, blocks)
    kept = _kept.get(pool)
    if kept and kept.are_of(found, released, facts, known):
        return kept
    made = Tables(said(db, found, known), words(db, known), found, released, facts, known)
    if is_reading(db):  # what a transaction has written may be undone
        _kept[pool] = made
    return made
