"""An extract as PDF, with Arabic joined and Ethiopic shown, on any machine: the fonts come along (decision 0013).

A PDF is for reading and for the file. Whoever searches or copies takes the text: a PDF keeps what is written from right
to left in the order of what is seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from portal import clock
from portal.messages.exporting import Entry, Extract
from portal.messages.extract_words import END
from portal.places import FONTS
from portal.writing import UNKNOWN_LANGUAGE, Passage

if TYPE_CHECKING:
    from fpdf import FPDF

SANS = "sans"
OTHERS = ("arabic", "ethiopic")
MISSING = "[?]"
LACKS = (
    f"{MISSING} är ett tecken som inte kan visas här, till exempel en emoji. Det finns i textfilen."
)
TITLE, HEADING, BODY, SMALL = 15, 11, 11, 9
"""Points."""
LINE = 0.55
"""Height of a line in millimetres for each point: enough for Arabic and Ethiopic."""
MARGIN = 20
"""Millimetres."""


def as_pdf(extract: Extract, *, now: datetime) -> bytes:
    """The extract as a PDF of A4 pages, numbered."""
    paper = _Paper(extract, now)
    for label, said in extract.facts:
        paper.say(f"{label}: {said}")
    for entry in extract.entries:
        paper.entry(entry)
    paper.line()
    paper.say(END, SMALL)
    if paper.has_missing:
        paper.say(LACKS, SMALL)
    return paper.done()


class _Paper:
    """What is being written, from the top of the first page."""

    def __init__(self, extract: Extract, now: datetime) -> None:
        self.has_missing = False
        self._widths: dict[tuple[str, float, str], float] = {}
        self._pdf = _blank(f"{extract.title}, {extract.name}", now)
        self.say(extract.title, TITLE, is_bold=True)

    def entry(self, entry: Entry) -> None:
        """One message: who and when, the words in each language, and what else is known of it."""
        self.line()
        self.say(entry.heading, HEADING, is_bold=True)
        for part in entry.parts:
            self.say(part.label, SMALL)
            for line in part.passage.text.splitlines():
                self.say(line, BODY, is_rtl=_runs_from_the_right(line, part.passage))
        for note in entry.notes:
            self.say(note, SMALL)

    def say(
        self, text: str, size: int = BODY, *, is_bold: bool = False, is_rtl: bool = False
    ) -> None:
        """A paragraph, from the side from which it is read."""
        from fpdf.enums import Align

        pdf = self._pdf
        pdf.set_font(SANS, "B" if is_bold and not is_rtl else "", size)
        pdf.set_text_shaping(True, direction="rtl" if is_rtl else "ltr")
        align = Align.R if is_rtl else Align.L
        for line, fits in self._lines(self._shown(text)):
            write = pdf.cell if fits else pdf.multi_cell
            write(0, size * LINE, line or " ", align=align, new_x="LMARGIN", new_y="NEXT")

    def line(self) -> None:
        """A thin line between two messages."""
        pdf = self._pdf
        pdf.ln(3)
        pdf.set_draw_color(150)
        pdf.line(pdf.l_margin, pdf.get_y(), pdf.w - pdf.r_margin, pdf.get_y())
        pdf.ln(3)

    def done(self) -> bytes:
        return bytes(self._pdf.output())

    def _lines(self, text: str) -> Iterator[tuple[str, bool]]:
        """The lines of a paragraph, and whether each has room: only a word that is wider than the page has none.

        The library breaks lines too, and measures each sign about ten times for it: this takes a quarter of the time.
        """
        room, space = self._pdf.epw - 2 * self._pdf.c_margin, self._width(" ")
        words: list[str] = []
        used = 0.0
        for word in text.split(" "):
            wide = self._width(word)
            if words and used + space + wide > room:
                yield " ".join(words), used <= room
                words, used = [], 0.0
            used += wide + (space if words else 0.0)
            words.append(word)
        yield " ".join(words), used <= room

    def _width(self, word: str) -> float:
        """How wide a word is in the letters that are in use now; each word is measured once."""
        pdf = self._pdf
        key = (pdf.font_style, pdf.font_size_pt, word)
        if key not in self._widths:
            self._widths[key] = pdf.get_string_width(word)
        return self._widths[key]

    def _shown(self, text: str) -> str:
        """The text with a question mark for each sign that no font here has: nothing is left out in silence."""
        plain = text.replace("\t", " ")
        self.has_missing = self.has_missing or not all(map(_is_known, plain))
        return "".join(sign if _is_known(sign) else MISSING for sign in plain)


def _blank(title: str, now: datetime) -> FPDF:
    from fpdf import FPDF  # some megabytes, for the few who take something out

    class Numbered(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font(SANS, "", SMALL)
            self.set_text_shaping(True, direction="ltr")
            self.cell(0, 5, f"{title}. Sida {self.page_no()} av {{nb}}", align="C")

    pdf = Numbered(format="A4")
    pdf.set_margins(MARGIN, MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.set_title(title)
    pdf.set_lang("sv")
    pdf.set_creation_date(clock.local(now))
    pdf.add_font(SANS, "", FONTS / "sans.ttf")
    pdf.add_font(SANS, "B", FONTS / "sans-bold.ttf")
    for name in OTHERS:
        pdf.add_font(name, "", FONTS / f"{name}.ttf")
    pdf.set_fallback_fonts(list(OTHERS), exact_match=False)
    pdf.add_page()
    return pdf


@cache
def _known() -> frozenset[int]:
    """The signs that the fonts have."""
    from fontTools.ttLib import TTFont

    fonts = [TTFont(FONTS / f"{name}.ttf", lazy=True) for name in (SANS, *OTHERS)]
    found = frozenset(sign for font in fonts for sign in font.getBestCmap())
    for font in fonts:
        font.close()
    return found


def _is_known(sign: str) -> bool:
    """Whether it can be shown; signs that only direct or join others have nothing to show."""
    return ord(sign) in _known() or unicodedata.category(sign) == "Cf"


def _runs_from_the_right(line: str, passage: Passage) -> bool:
    """As a browser finds it: from the language, or from the first letter where nobody said which language it is."""
    if passage.lang != UNKNOWN_LANGUAGE:
        return passage.dir == "rtl"
    strong = (unicodedata.bidirectional(sign) for sign in line)
    return next((one in {"R", "AL"} for one in strong if one in {"L", "R", "AL"}), False)
