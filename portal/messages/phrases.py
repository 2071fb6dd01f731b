"""Ready-made texts both ways: staff's answers and her own phrases, in every language: each side reads the other.

A text has blanks of a kind (a day, a time, a paper), which each language writes in its own way. What was sent is kept
in every language that has a translation of it; one that has none is left out, and is never given Swedish instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.i18n import SOURCE, Language, languages
from portal.messages.phrase_values import Value, in_catalogue, swedish_words_apart
from portal.messages.subjects import MEETING, MONEY, NEW_CONTACT, WORK
from portal.writing import Passage, Writing

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Kind(StrEnum):
    """What goes into a blank."""

    DAY = "day"
    TIME = "time"
    WEEKDAY = "weekday"
    PHONE = "phone"
    PLACE = "place"
    COLLEAGUE = "colleague"
    PAPERS = "papers"


BLANKS = {
    "day": Kind.DAY,
    "first": Kind.DAY,
    "last": Kind.DAY,
    "time": Kind.TIME,
    "starts": Kind.TIME,
    "ends": Kind.TIME,
    "weekday": Kind.WEEKDAY,
    "phone": Kind.PHONE,
    "place": Kind.PLACE,
    "colleague": Kind.COLLEAGUE,
    "papers": Kind.PAPERS,
}
"""The blanks by name; a name means the same in every text."""
IN_ORDER = (("starts", "ends"), ("first", "last"))
"""Blanks of which the second comes after the first."""


@dataclass(frozen=True)
class Phrase:
    """One ready-made text."""

    key: str
    text: str
    """In Swedish, with its blanks as gettext has them: `%(day)s`."""
    asks: bool = False
    """Whether the other side is to answer it."""
    answers: bool = True
    """Of staff's: whether it answers what waits. «We look into it» does not."""
    waits: bool = True
    """Of hers: whether she waits for an answer to it. Whoever says thanks does not."""
    is_ahead: bool = True
    """Whether its days are still to come."""
    subject: str | None = None
    """Of hers: what it is about, when she has not said, or whatever she said when that is `subjects.OF_THEIR_OWN`."""

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of its blanks, in the order of the text."""
        return tuple(dict.fromkeys(PLACEHOLDER.findall(self.text)))

    def outline(self, language: Language) -> Passage:
        """The text with dots for blanks, for a list to choose from; in Swedish where it is not translated."""
        found = in_catalogue(self.text, language)
        shown = PLACEHOLDER.sub("…", found or self.text).replace("….", "…")
        return Passage(shown, language.code if found else SOURCE, is_original=not found)


def _(text: str) -> str:
    """A text to be translated where it is used."""
    return text


STAFFS = (
    # NOTE: Ready-made answers from a caseworker to a participant; she reads them as a message.
    Phrase("got-it", _("Vi har fått ditt meddelande och tittar på det."), answers=False),
    Phrase("more-time", _("Jag behöver mer tid. Du får svar senast %(day)s."), answers=False),
    Phrase("nothing-to-do", _("Du behöver inte göra något nu.")),
    Phrase("decision-by-post", _("Vi skickar beslutet med posten %(day)s.")),
    # NOTE: The money reaches her bank account on that day.
    Phrase("money-comes", _("Pengarna kommer %(day)s.")),
    # NOTE: Put the papers last, after a colon: it is a list.
    Phrase("send-papers", _("Skicka det här till oss: %(papers)s. Du kan ta en bild."), asks=True),
    Phrase("got-papers", _("Vi har fått dina papper.")),
    Phrase(
        "call-me",
        _("Ring mig %(day)s mellan %(starts)s och %(ends)s. Mitt nummer är %(phone)s."),
        asks=True,
    ),
    Phrase("i-call", _("Jag ringer dig %(day)s mellan %(starts)s och %(ends)s.")),
    Phrase("meeting", _("Ditt möte är %(day)s klockan %(time)s. Vi träffas här: %(place)s.")),
    # NOTE: The caseworker suggests a time to meet.
    Phrase("does-it-suit", _("Passar %(day)s klockan %(time)s för dig?"), asks=True),
    Phrase("bring", _("Ta med det här till mötet: %(papers)s.")),
    Phrase("interpreter-booked", _("Tolken är bokad.")),
    Phrase(
        "away", _("Jag är borta %(first)s till %(last)s. %(colleague)s svarar dig då."), answers=False, is_ahead=False
    ),
    # NOTE: Not I, but this colleague, is to answer what she asked.
    Phrase("colleague-answers", _("%(colleague)s svarar dig om det här."), answers=False),
    # NOTE: She has until that day to do what they agreed on.
    Phrase("longer", _("Du får mer tid på dig, till %(day)s.")),
)  # fmt: skip
HERS = (
    # NOTE: Ready-made phrases that a participant sends to her caseworker.
    Phrase("cannot-come", _("Jag kan inte komma %(day)s."), subject=MEETING),
    Phrase("other-time", _("Jag behöver en annan tid än %(day)s."), subject=MEETING),
    Phrase("ill", _("Jag är sjuk sedan %(day)s."), is_ahead=False),
    Phrase("need-interpreter", _("Jag behöver en tolk."), subject=MEETING),
    Phrase("please-call", _("Kan du ringa mig?")),
    # NOTE: On that weekday, between two times of the clock, she can answer the phone.
    Phrase("call-then", _("Ring mig på %(weekday)s mellan %(starts)s och %(ends)s.")),
    Phrase("new-number", _("Mitt nya telefonnummer är %(phone)s.")),
    Phrase("what-letter", _("Jag förstår inte brevet. Kan du förklara?")),
    # NOTE: The decision of the municipality or an authority, on paper.
    Phrase("what-decision", _("Jag förstår inte beslutet. Kan du förklara?")),
    Phrase("sent-papers", _("Jag har skickat det här: %(papers)s.")),
    Phrase("when-money", _("När kommer pengarna?"), subject=MONEY),
    Phrase(
        "found-work",
        _("Jag har fått ett arbete. Det börjar %(day)s."),
        is_ahead=False,
        subject=WORK,
    ),
    Phrase("other-contact", _("Jag vill byta kontaktperson."), subject=NEW_CONTACT),
    Phrase("suits", _("Ja, det passar mig.")),
    Phrase("does-not-suit", _("Nej, det passar mig inte.")),
    # NOTE: Thanks; no answer is expected.
    Phrase("thanks", _("Tack för hjälpen."), waits=False),
)
BY_KEY = {one.key: one for one in (*STAFFS, *HERS)}


def written(phrase: Phrase, values: Mapping[str, Value], first: str, today: date) -> Writing:
    """The text in every language that has it, the author's first: what is kept, and what each side reads.

    `first` is the language of the page that it was chosen on. Where that has no translation, the page showed Swedish.
    """
    texts = {
        language.code: text
        for language in _in_order(first)
        if (text := _in(phrase, values, language, today)) is not None
    }
    return Writing(texts)


def _in_order(first: str) -> Iterator[Language]:
    """Every language of the portal, that one first, and then Swedish."""
    known = languages()
    for code in dict.fromkeys((first, SOURCE, *known)):
        if code in known:
            yield known[code]


def _in(phrase: Phrase, values: Mapping[str, Value], language: Language, today: date) -> str | None:
    """The text in one language; None when it, or a part of it, has no translation there."""
    found = in_catalogue(phrase.text, language)
    if found is None or set(PLACEHOLDER.findall(found)) != set(phrase.blanks):
        return None
    said = {name: values[name].said(language, today) for name in phrase.blanks}
    if None in said.values():
        return None
    plain = swedish_words_apart(found, language)
    return PLACEHOLDER.sub(lambda blank: said[blank[1]] or "", plain)
