"""Hints for plain Swedish while somebody writes a plan: they help, and never stand in the way."""

from __future__ import annotations

import pytest

from portal.plan.plain import About, Count, Level, count, hints


def said(text: str, about: About) -> list[str]:
    return [hint.said for hint in hints(text) if hint.about is about]


def test_lix_is_counted_as_it_is_defined() -> None:
    assert count("Du har en plan. Den heter handlingsplan.") == Count(7, 1, 2)
    assert count("Du har en plan. Den heter handlingsplan.").lix == pytest.approx(3.5 + 100 / 7)
    assert count("Ring Lars\nSkriv ditt CV").sentences == 2


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Ring Lars. Säg när du kan komma.", Level.EASY),
        ("Ring en arbetsplats och fråga om praktik", Level.RATHER_HARD),
        ("Genomföra arbetsmarknadsinriktade aktiviteter enligt överenskommelse", Level.HARD),
    ],
)
def test_a_text_is_easy_rather_hard_or_hard(text: str, level: Level) -> None:
    assert count(text).level is level


def test_an_easy_text_is_told_so_and_asked_nothing() -> None:
    [figure] = hints("Ring Lars. Säg när du kan komma.")
    assert figure.is_well and figure.said == "Texten är lätt att läsa (LIX 4)."


def test_a_hard_text_is_told_what_to_do() -> None:
    text = "Deltagandet i den arbetsmarknadsinriktade rehabiliteringen förutsätter medverkan"
    [figure] = [hint for hint in hints(text) if hint.about is About.FIGURE]
    assert not figure.is_well
    assert "svår att läsa" in figure.said and "korta" in figure.said


def test_a_long_sentence_is_shown_with_its_words_and_counted() -> None:
    long = "Vi ses på torsdag och då ska vi prata om hur det går för dig på ditt nya jobb"
    assert said(f"Hej. {long}.", About.SENTENCE) == [
        "Meningen «Vi ses på torsdag …» har 19 ord. Dela den i två."
    ]
    assert said("Vi ses på torsdag. Då ska vi prata om hur det går för dig.", About.SENTENCE) == []


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Du aktualiseras hos oss", "«anmäla»"),
        ("Beslutet verkställs i maj", "«göra»"),
        ("Vi ser en progression", "«steg framåt»"),
        ("Du får en Insats", "«stöd»"),
        ("Klienten ringer", "«du»"),
        ("Vi ser hinder", "«det som är svårt»"),
        ("Du är arbetsför", "«kan arbeta»"),
        ("Det blir sanktioner", "överklagar"),
    ],
)
def test_a_word_of_the_office_has_another_to_take_instead(text: str, instead: str) -> None:
    [hint] = said(text, About.WORD)
    assert instead in hint


def test_insats_inside_a_longer_word_may_stand() -> None:
    assert said("Du får en arbetsinsats av oss", About.WORD) == []


@pytest.mark.parametrize("text", ["", " \n ", "12", "😀", "<b>Hej</b>", "هلا", "x" * 10_000])
def test_nothing_is_asked_of_what_says_nothing(text: str) -> None:
    assert hints(text) == []


def test_of_a_short_text_the_figure_says_nothing() -> None:
    assert hints("Arbetsträning Kompetenscenter") == []
