"""Where something stands in a file, what is wrong there, and the answer to a wrong file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST_NAMED = 8
"""So many known keys are listed when none of them resembles what was written."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file: its line (0 when it could not be read at all) and the path of keys."""

    file: str
    line: int = 0
    path: str = ""

    def key(self, key: str, line: int) -> Place:
        """The place of what stands under a key."""
        return Place(self.file, line, f"{self.path}.{key}" if self.path else key)

    def item(self, number: int, line: int) -> Place:
        """The place of an item of a list; the first is 0."""
        return Place(self.file, line, f"{self.path}[{number}]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, as one line: `FILE:LINE: path: what`."""

    place: Place
    what: str

    def __str__(self) -> str:
        line = str(self.place.line) if self.place.line else ""
        return ": ".join(
            [
                ":".join(filter(None, [self.place.file, line])),
                *filter(None, [self.place.path]),
                self.what,
            ]
        )


class FileWrong(Exception):
    """The files cannot be loaded; `faults` says all that is wrong. Nothing was changed."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults), key=lambda fault: (fault.place.file, fault.place.line))
        super().__init__(*map(str, self.faults))


def quoted(written: str) -> str:
    """What was written, on one line, in quotation marks, and not longer than a line bears."""
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in written).split())
    return f'"{shown[:60]}…"' if len(shown) > 60 else f'"{shown}"'


def nearest(written: str, known: Iterable[str]) -> str:
    """The end of a sentence that helps: the known word most like this one, else the known words."""
    words = sorted({str(word) for word in known})
    close = get_close_matches(written, words, n=1, cutoff=0.5) or get_close_matches(
        written.casefold(), words, n=1, cutoff=0.5
    )
    if close:
        return f"; did you mean {quoted(close[0])}?"
    if not words:
        return "; there are none yet"
    rest = f" and {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
    return f"; known are: {', '.join(words[:MOST_NAMED])}{rest}"
