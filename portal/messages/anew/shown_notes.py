"""What is seen on a page of a PDF without being part of it, filled in, signed or marked: it is drawn for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from portal.messages.anew.pdf_parts import numbers, part, several

NOT_SEEN = frozenset({"/Link", "/Popup", "/Movie", "/Sound", "/Screen", "/FileAttachment", "/3D"})
HIDDEN, NO_VIEW = 2, 32
"""Flags of a note (ISO 32000-1, 12.5.3)."""
MOST = 500
UNMOVED = ArrayObject(map(NumberObject, (1, 0, 0, 1, 0, 0)))


def drawn_notes(
    page: DictionaryObject, made: DictionaryObject, copied: Callable[[PdfObject], PdfObject]
) -> bytes:
    """The words that draw each note where it stands; what they draw with is put with the new page's own things."""
    words = []
    for note, look in _looks(page):
        try:
            place = _place(look.get_object(), note)
        except ValueError:
            continue
        if place is None:
            continue
        things = _things(made)
        name = _free_name(things)
        things[NameObject(name)] = copied(look)
        words.append(f"q {place} cm {name} Do Q\n")
    return "".join(words).encode()


def _looks(page: DictionaryObject) -> Iterator[tuple[DictionaryObject, PdfObject]]:
    """The notes that can be seen, each with the stream that draws it."""
    for note in several(part(page, "/Annots"))[:MOST]:
        if not isinstance(note, DictionaryObject) or part(note, "/Subtype") in NOT_SEEN:
            continue
        look = _look(note)
        if look is not None and not int(part(note, "/F") or 0) & (HIDDEN | NO_VIEW):
            yield note, look


def _look(note: DictionaryObject) -> PdfObject | None:
    """The stream that draws a note now; a box that is ticked has one for each state."""
    looks = part(note, "/AP")
    if not isinstance(looks, DictionaryObject) or "/N" not in looks:
        return None
    now = looks.raw_get("/N")
    states = now.get_object()
    if isinstance(states, DictionaryObject) and not isinstance(states, StreamObject):
        state = part(note, "/AS")
        now = states.raw_get(state) if state in states else None
    return now if now is not None and isinstance(now.get_object(), StreamObject) else None


def _place(look: PdfObject | None, note: DictionaryObject) -> str | None:
    """How the look is moved and stretched into the note's rectangle (ISO 32000-1, 12.5.5)."""
    if not isinstance(look, DictionaryObject):
        return None
    a, b, c, d, e, f = numbers(part(look, "/Matrix") or UNMOVED, 6)
    left, low, right, high = numbers(part(look, "/BBox"), 4)
    corners = [
        (a * x + c * y + e, b * x + d * y + f) for x, y in product((left, right), (low, high))
    ]
    x, y = (min(along) for along in zip(*corners, strict=True))
    wide, tall = (max(along) - min(along) for along in zip(*corners, strict=True))
    x0, y0, x1, y1 = numbers(part(note, "/Rect"), 4)
    if not wide or not tall:
        return None
    across, up = abs(x1 - x0) / wide, abs(y1 - y0) / tall
    to = (across, 0, 0, up, min(x0, x1) - x * across, min(y0, y1) - y * up)
    return " ".join(f"{number:.5f}" for number in to)


def _free_name(things: DictionaryObject) -> str:
    """A name that nothing has yet: pages may share what they draw with."""
    number = len(things)
    while f"/Note{number}" in things:
        number += 1
    return f"/Note{number}"


def _things(made: DictionaryObject) -> DictionaryObject:
    """Where the new page keeps the pictures that it draws."""
    own = made.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    pictures: DictionaryObject = own.setdefault(
        NameObject("/XObject"), DictionaryObject()
    ).get_object()
    return pictures
