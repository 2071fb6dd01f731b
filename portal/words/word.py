"""One hard word and what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"


@dataclass(frozen=True)
class Word:
    """A Swedish official word, and what it means in the reader's language; `meaning` is looked up when it is shown."""

    swedish: str
    meaning: str

    @property
    def slug(self) -> str:
        """The word's place on the page, in ASCII: it stands in letters and bookmarks, and never changes."""
        plain = normalize("NFD", self.swedish.lower()).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

    @property
    def letter(self) -> str:
        return self.swedish[0].upper()

    @property
    def place(self) -> list[int]:
        """Where it stands in a Swedish list: å, ä and ö are the last letters."""
        return [ALPHABET.find(sign) for sign in self.swedish.lower()]
