"""What in a free text may tell of a person: names, telephone numbers, personal identity numbers, addresses.

It marks and decides nothing: a person reads. A name in letters that the register does not have is not found here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.models import Participant, Staff


class Kind(StrEnum):
    """What a marked passage may be."""

    NAME = "name"
    PERSONAL_NUMBER = "personal-number"
    NUMBER = "number"
    """A telephone number, a case number, an account."""
    ADDRESS = "address"
    """Of e-mail, or on the web."""


@dataclass(frozen=True)
class Mark:
    """A passage of a text, from its first sign up to the one after its last."""

    begins: int
    ends: int
    kind: Kind


HIDDEN = "[…]"
SHORTEST_NAME = 3
FEWEST_DIGITS = 5
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
PERSONAL_NUMBER = re.compile(
    r"(?<!\d)(?:19|20)?\d{2}[01]\d[0-6,789]\d\s?[-+–]?\s?[\dTtXx]\w{3}(?!\w)"
)
ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|@\w{2,}")
NUMBER = re.compile(r"\+?\d[\d\s()/.–-]*\d")
SENTENCE_ENDS = (".", "!", "?", ":", "\n", "•", "–", "”", '"')


def known_names(db: Session) -> frozenset[str]:
    """The first and last names of all participants and staff, in small letters, those of the protected among them."""
    names = [*db.scalars(sa.select(Participant.name)), *db.scalars(sa.select(Staff.name))]
    parts = (part for name in names for part in re.split(r"[\s-]+", name.casefold()))
    return frozenset(part for part in parts if len(part) >= SHORTEST_NAME)


def marks(text: str, names: Collection[str]) -> list[Mark]:
    """The passages that may tell of a person, in the order of the text; none lies over another.

    A word with a capital letter within a sentence is marked as a name too: so a mark does not say that the name is one
    of ours.
    """
    found = [
        *_matches(PERSONAL_NUMBER, text, Kind.PERSONAL_NUMBER),
        *_matches(ADDRESS, text, Kind.ADDRESS),
        *(
            one
            for one in _matches(NUMBER, text, Kind.NUMBER)
            if _digits(text, one) >= FEWEST_DIGITS
        ),
        *_names(text, names),
    ]
    kept: list[Mark] = []
    for one in found:
        if all(one.ends <= other.begins or one.begins >= other.ends for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.begins)


def pieces(text: str, found: Iterable[Mark]) -> list[tuple[str, Kind | None]]:
    """The text in pieces, each with what it may be, for showing."""
    cut, at = [], 0
    for one in found:
        cut += [(text[at : one.begins], None), (text[one.begins : one.ends], one.kind)]
        at = one.ends
    return [piece for piece in [*cut, (text[at:], None)] if piece[0]]


def without(text: str, found: Iterable[Mark]) -> str:
    """The text with everything that is marked taken out."""
    return "".join(HIDDEN if kind else piece for piece, kind in pieces(text, found))


def _matches(pattern: re.Pattern[str], text: str, kind: Kind) -> list[Mark]:
    return [Mark(one.start(), one.end(), kind) for one in pattern.finditer(text)]


def _digits(text: str, mark: Mark) -> int:
    return sum(sign.isdigit() for sign in text[mark.begins : mark.ends])


def _names(text: str, names: Collection[str]) -> list[Mark]:
    found = []
    for one in WORD.finditer(text):
        word = one[0].casefold()
        parts = {word, *re.split(r"['’-]", word), word.removesuffix("s")}
        is_within = one[0][0].isupper() and not _begins_sentence(text, one.start())
        if is_within or parts & set(names):
            found.append(Mark(one.start(), one.end(), Kind.NAME))
    return found


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \t")
    return not before or before.endswith(SENTENCE_ENDS)
