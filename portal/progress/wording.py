"""Plain words for the questions and for the five steps of each. Our own: no instrument's texts are used here.

The questions follow the national indicators by their keys. One that the municipality has beside them is asked in the
municipality's words.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from markupsafe import Markup

from portal import i18n
from portal.i18n import gettext as _
from portal.i18n import marked, said
from portal.municipality.models import RatingIndicator
from portal.progress.changes import Course
from portal.progress.curve import HEIGHT, WIDTH, Curve, curve
from portal.progress.models import Level


def indicator_name(indicator: RatingIndicator) -> Markup:
    """What a question is about, in a word or two."""
    words = {
        # NOTE: Ten labels, each what a question is about. "What you know about jobs."
        "labour-market-knowledge": _("Vad du vet om jobb"),
        # NOTE: To keep one's thoughts on one thing.
        "concentration": _("Att hålla tankarna på en sak"),
        # NOTE: That she believes that she will get a job.
        "own-belief": _("Din tro på jobb eller studier"),
        "goal-awareness": _("Vad du vill göra framåt"),
        # NOTE: To approach people, to call, to speak to somebody.
        "making-contact": _("Att ta kontakt"),
        "cooperation": _("Att göra saker med andra"),
        # NOTE: Support from other people: family, friends.
        "network-support": _("Stöd från andra"),
        "everyday-life": _("Vardagen"),
        "health": _("Hälsan"),
        "job-search": _("Att söka jobb eller studier"),
    }.get(indicator.key)
    return marked(words) if words else said(indicator.name)


def indicator_question(indicator: RatingIndicator) -> Markup:
    """The question as she is asked it."""
    words = {
        "labour-market-knowledge": _("Hur mycket vet du om vilka jobb som finns?"),
        "concentration": _("Hur är det för dig att hålla tankarna på en sak?"),
        "own-belief": _("Tror du att du kommer att få jobb eller studera?"),
        "goal-awareness": _("Hur mycket vet du om vad du vill göra framåt?"),
        "making-contact": _("Hur är det för dig att ta kontakt med nya människor?"),
        "cooperation": _("Hur är det för dig att göra saker med andra?"),
        "network-support": _("Hur mycket stöd har du av familj, vänner och andra?"),
        "everyday-life": _("Hur är det för dig att få vardagen att fungera?"),
        "health": _("Hur är det för dig att ta hand om din hälsa?"),
        "job-search": _("Hur ofta söker du jobb eller läser om jobb och studier?"),
    }.get(indicator.key)
    return marked(words) if words else said(indicator.name)


def _ease() -> tuple[str, ...]:
    return (
        # NOTE: One of five answers to «How is it for you to …?». The other four follow.
        _("Mycket svårt"),
        _("Ganska svårt"),
        _("Inte svårt och inte lätt"),
        _("Ganska lätt"),
        _("Mycket lätt"),
    )


def _amount() -> tuple[str, ...]:
    return (
        # NOTE: One of five answers to «How much …?» (knowledge, support). The other four follow.
        _("Inget alls"),
        # NOTE: Answer to «How much …?»: a little.
        _("Lite"),
        # NOTE: Answer to «How much …?»: some; between a little and quite a lot.
        _("En del"),
        _("Ganska mycket"),
        _("Mycket"),
    )


def _belief() -> tuple[str, ...]:
    return (
        # NOTE: One of five answers to «Do you believe that you will get a job or study?». The other four follow.
        _("Nej, inte alls"),
        _("Nej, inte riktigt"),
        # NOTE: Answer to «Do you believe that …?»: maybe.
        _("Kanske"),
        _("Ja, ganska säkert"),
        _("Ja, säkert"),
    )


def _often() -> tuple[str, ...]:
    return (
        # NOTE: One of five answers to «How often …?». The other four follow.
        _("Aldrig"),
        # NOTE: Answer to «How often …?»: seldom.
        _("Sällan"),
        _("Ibland"),
        _("Ofta"),
        _("Mycket ofta"),
    )


SCALES: dict[str, Callable[[], tuple[str, ...]]] = {
    "labour-market-knowledge": _amount,
    "own-belief": _belief,
    "caseworker-belief": _belief,
    "goal-awareness": _amount,
    "network-support": _amount,
    "job-search": _often,
}
"""The five words of a question, by its key; how easy it is for any other."""


def levels(indicator: RatingIndicator) -> list[tuple[Level, Markup]]:
    """The five steps of a question in words, from the hardest to the easiest."""
    return [
        (level, marked(words))
        for level, words in zip(Level, SCALES.get(indicator.key, _ease)(), strict=True)
    ]


def level_words(level: Level, indicator: RatingIndicator) -> Markup:
    """One step of a question in words."""
    return dict(levels(indicator))[level]


def curve_of(course: Course) -> Curve:
    """The picture of a question over time, as the reader of this page reads."""
    levels_said = [level for _, level in course.said]
    return curve(levels_said, from_the_right=i18n.language().dir == "rtl")


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        indicator_name=indicator_name,
        indicator_question=indicator_question,
        level_words=level_words,
        curve_of=curve_of,
    )
    app.jinja_env.globals.update(rating_levels=levels, curve_size=(WIDTH, HEIGHT))
