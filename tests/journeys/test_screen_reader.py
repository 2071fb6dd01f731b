"""With a screen reader: what is heard of a page, and in which order."""

from __future__ import annotations

import pytest

from tests.journeys.every_body import LANGUAGES, Visitors

pytestmark = pytest.mark.journey


HEARD = (
    'link "Hoppa till innehållet"',
    "banner:",
    'link "Min väg"',
    "group: Svenska",
    'button "Lämna sidan"',
    "main:",
    'heading "Hej. Det här är ditt nästa steg" [level=1]',
    'region "Ring Lars och säg vilka dagar du kan praktisera"',
    "text: Din tur",
    "paragraph: Ring Lars och säg vilka dagar du kan praktisera",
    "term: När",
    "definition: senast",
    "term: Varför",
    'button "Jag har gjort det"',
    'link "Säg om det fungerar för dig"',
    'heading "Din kontaktperson" [level=2]',
    "text: Karin Berg",
    'link "Ring +46 70 000 00 01"',
    "paragraph: Telefontid",
    'heading "Här är du" [level=2]',
    'listitem: "Skapa plan: klart"',
    'listitem: "Genomföra insatser: här är du nu"',
    "listitem: Följa upp planen",
    'paragraph: "Del 3 av 5: Genomföra insatser',
    'paragraph: "Den som ansvarar nu: Kompetenscenter"',
    'heading "Du väntar på oss" [level=2]',
    "contentinfo:",
    'navigation "Meny"',
)
"""What a screen reader says of home, top to bottom: what is next, whose turn, when, who helps, and where she is."""


def test_home_is_heard_in_the_order_in_which_it_matters(visitors: Visitors) -> None:
    heard = visitors.visit("home", "sv").locator("body").aria_snapshot()
    place = 0
    for words in HEARD:
        place = heard.find(words, place)
        assert place >= 0, f"{words} is missing or stands too early in:\n{heard}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_landmark_is_heard_once_and_each_region_has_a_name(
    visitors: Visitors, language: str
) -> None:
    heard = visitors.visit("home", language).locator("body").aria_snapshot().splitlines()
    said = [line.strip(" -:") for line in heard]
    for landmark in ("banner", "main", "contentinfo"):
        assert said.count(landmark) == 1, landmark
    assert len([line for line in said if line.startswith("navigation ")]) == 1
    assert not {"region", "navigation", "link", "button", "heading"} & set(said), "all are named"
    assert not [line for line in heard if any(sign in line for sign in "▾›‹✓")], "no ornaments"
