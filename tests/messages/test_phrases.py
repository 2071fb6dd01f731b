"""Ready-made texts: each side reads the other, whatever stands in the blanks."""

from __future__ import annotations

import re
from datetime import date, time
from gettext import NullTranslations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import SOURCE, TABLE, Language, languages
from portal.messages import phrase_values
from portal.messages.phrase_form import Choices, Unfit, read
from portal.messages.phrase_papers import PAPERS
from portal.messages.phrase_values import (
    DIRECTIONS,
    Day,
    Named,
    Papers,
    Phone,
    Place,
    Time,
    Value,
    Weekday,
    one_line,
)
from portal.messages.phrases import BLANKS, BY_KEY, Kind, Phrase, written
from portal.people.models import Staff
from portal.writing import Writing

TODAY = date(2026, 11, 28)
FILLED: dict[str, Value] = {
    "day": Day(date(2026, 12, 1)),
    "first": Day(date(2026, 12, 1)),
    "last": Day(date(2027, 1, 4)),
    "time": Time(time(9, 30)),
    "starts": Time(time(9, 30)),
    "ends": Time(time(11)),
    "weekday": Weekday(1),
    "phone": Phone("070-000 00 02"),
    "place": Place(Writing.in_("sv", "Kommunhuset")),
    "colleague": Named("Lars Ek"),
    "papers": Papers(("rent-bill", "payslip"), "intyg 12"),
}
BOTH = [(phrase, language) for phrase in BY_KEY.values() for language in TABLE]


class Everything(NullTranslations):
    """A catalogue in which each text of ours is translated: turned over, its blanks kept."""

    def gettext(self, message: str) -> str:
        if "%(" not in message:
            return f"⟨{message}⟩"
        return "⟨" + " ".join(reversed(message.split(" "))) + "⟩"


@pytest.fixture
def all_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_values, "message_catalogue", lambda *_: Everything())


@pytest.fixture
def nothing_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_values, "message_catalogue", lambda *_: NullTranslations())


def said(phrase: Phrase, language: Language) -> str:
    return written(phrase, FILLED, "sv", TODAY).texts[language.code]


@pytest.mark.usefixtures("all_translated")
@pytest.mark.parametrize(
    ("phrase", "language"), BOTH, ids=lambda it: getattr(it, "key", None) or it.code
)
def test_each_text_is_whole_in_each_language(phrase: Phrase, language: Language) -> None:
    text = said(phrase, language)
    assert "%(" not in text and "None" not in text and "[[" not in text
    assert text.startswith("⟨") or language.code == SOURCE
    for name in phrase.blanks:
        assert FILLED[name].said(language, TODAY) in text  # type: ignore[operator]


@pytest.mark.parametrize("phrase", BY_KEY.values(), ids=lambda it: it.key)
def test_the_translations_that_there_are_keep_every_blank(phrase: Phrase) -> None:
    """A language whose translation lacks a blank is left out, so none of what is sent does."""
    texts = written(phrase, FILLED, "sv", TODAY).texts
    assert texts[SOURCE]
    for code, text in texts.items():
        assert "%(" not in text
        for name in phrase.blanks:
            assert FILLED[name].said(languages()[code], TODAY) in text  # type: ignore[operator]


@pytest.mark.usefixtures("nothing_translated")
def test_a_language_without_a_translation_is_left_out_and_never_given_swedish() -> None:
    assert set(written(BY_KEY["got-it"], {}, "ar", TODAY).texts) == {"sv"}


def test_a_text_whose_paper_has_no_name_in_a_language_is_left_out_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class NoPapers(Everything):
        def gettext(self, message: str) -> str:
            return message if message in PAPERS.values() else super().gettext(message)

    monkeypatch.setattr(phrase_values, "message_catalogue", lambda *_: NoPapers())
    bring = BY_KEY["bring"]
    assert set(written(bring, FILLED, "sv", TODAY).texts) == {"sv"}
    assert "ar" in written(bring, {"papers": Papers((), "intyg")}, "sv", TODAY).texts


def test_a_translation_that_lost_a_blank_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lost(NullTranslations):
        def gettext(self, message: str) -> str:
            return "Wax baa lumay."

    monkeypatch.setattr(phrase_values, "message_catalogue", lambda *_: Lost())
    assert set(written(BY_KEY["money-comes"], FILLED, "sv", TODAY).texts) == {"sv"}


@pytest.mark.usefixtures("all_translated")
def test_the_authors_language_stands_first() -> None:
    assert written(BY_KEY["got-it"], {}, "sv", TODAY).language == "sv"
    hers = written(BY_KEY["please-call"], {}, "ti", TODAY)
    assert hers.language == "ti"
    assert set(hers.texts) == set(languages())


@pytest.mark.usefixtures("all_translated")
def test_each_language_writes_the_day_in_its_own_way_and_times_with_the_same_digits() -> None:
    call = BY_KEY["i-call"]
    assert "tisdag 1 december mellan 09:30 och 11:00" in said(call, languages()["sv"])
    assert "Tuesday 1 December" in said(call, languages()["en"])
    arabic = said(call, languages()["ar"])
    assert "الثلاثاء 1 ديسمبر" in arabic and "\u206609:30\u2069" in arabic


def test_in_swedish_nothing_is_added_to_what_was_typed() -> None:
    text = said(BY_KEY["call-me"], languages()["sv"])
    assert (
        text == "Ring mig tisdag 1 december mellan 09:30 och 11:00. Mitt nummer är 070-000 00 02."
    )
    papers = written(BY_KEY["sent-papers"], {"papers": Papers((), "عقد الإيجار")}, "sv", TODAY)
    assert papers.texts["sv"] == "Jag har skickat det här: \u2068عقد الإيجار\u2069."


@pytest.mark.usefixtures("all_translated")
@given(words=st.text(max_size=60))
def test_whatever_is_typed_stands_as_it_is_and_turns_nothing_around(words: str) -> None:
    """Percent signs, braces, quotes, another direction: what is typed is never read as anything else."""
    kept = one_line(words)
    assert not set(kept) & DIRECTIONS
    texts = written(BY_KEY["bring"], {"papers": Papers((), kept)}, "sv", TODAY).texts
    for text in texts.values():
        assert kept in text
        plain = text.replace(kept, "", 1) if kept else text
        assert not re.search(r"%\(|\{|\}", plain)
        assert text.count("\u2068") == text.count("\u2069") <= 1


@pytest.mark.parametrize(
    "awkward", ["100 % av %(day)s", "{papers}", "'\"<b>&", "%s %d %%", "[[x]]"]
)
def test_what_looks_like_a_placeholder_is_only_words(awkward: str) -> None:
    text = written(BY_KEY["bring"], {"papers": Papers((), awkward)}, "sv", TODAY).texts["sv"]
    assert text == f"Ta med det här till mötet: {awkward}."


def test_official_words_of_a_translation_are_written_out() -> None:
    text = phrase_values.swedish_words_apart("فاتورة الإيجار ([[hyresavi]])", languages()["ar"])
    assert text == "فاتورة الإيجار (\u2068hyresavi\u2069)"
    assert phrase_values.swedish_words_apart("rent bill ([[hyresavi]])", languages()["en"]) == (
        "rent bill (hyresavi)"
    )


PLACE, COLLEAGUE = uuid4(), uuid4()
CHOICES = Choices({PLACE: Writing.in_("sv", "Kommunhuset")}, {COLLEAGUE: Staff(name="Lars Ek")})
TYPED = {
    "day": ["2026-12-01"],
    "first": ["2026-12-01"],
    "last": ["2026-12-04"],
    "time": ["9.30".zfill(5)],
    "starts": ["09:30"],
    "ends": ["11:00"],
    "weekday": ["1"],
    "phone": ["+46 70 000 00 02"],
    "place": [str(PLACE)],
    "colleague": [str(COLLEAGUE)],
    "papers": ["payslip", "rent-bill"],
}


@pytest.mark.parametrize("phrase", BY_KEY.values(), ids=lambda it: it.key)
def test_each_form_can_be_filled_in_and_each_blank_is_asked_for(phrase: Phrase) -> None:
    assert set(read(phrase, TYPED, CHOICES, TODAY)) == set(phrase.blanks)
    if phrase.blanks:
        with pytest.raises(Unfit) as unfit:
            read(phrase, {}, CHOICES, TODAY)
        assert unfit.value.faults == dict.fromkeys(phrase.blanks, "missing")


@pytest.mark.parametrize(
    ("key", "typed", "faults"),
    [
        ("money-comes", {"day": ["i morgon"]}, {"day": "no-day"}),
        ("money-comes", {"day": ["2126-12-01"]}, {"day": "too-far"}),
        ("money-comes", {"day": ["2026-11-27"]}, {"day": "past"}),
        ("meeting", TYPED | {"time": ["halv tio"]}, {"time": "no-time"}),
        ("meeting", TYPED | {"place": [str(uuid4())]}, {"place": "missing"}),
        ("new-number", {"phone": ["12"]}, {"phone": "no-number"}),
        ("new-number", {"phone": ["070-000 00 02 (mamma)"]}, {"phone": "no-number"}),
        ("new-number", {"phone": ["٠٧٠٠٠٠٠٠٠٢"]}, {"phone": "no-number"}),
        ("bring", {"papers_other": ["x" * 81]}, {"papers": "too-long"}),
        ("i-call", TYPED | {"ends": ["09:30"]}, {"ends": "before"}),
        ("away", TYPED | {"last": ["2026-11-30"]}, {"last": "before"}),
        ("call-then", TYPED | {"weekday": ["7"]}, {"weekday": "missing"}),
    ],
)
def test_what_cannot_be_is_said_at_its_blank(
    key: str, typed: dict[str, list[str]], faults: dict[str, str]
) -> None:
    with pytest.raises(Unfit) as unfit:
        read(BY_KEY[key], typed, CHOICES, TODAY)
    assert unfit.value.faults == faults


def test_she_may_have_been_ill_for_some_days() -> None:
    assert read(BY_KEY["ill"], {"day": ["2026-11-25"]}, CHOICES, TODAY)


def test_words_of_ones_own_go_before_a_place_that_was_chosen() -> None:
    typed = TYPED | {"place_other": ["  Café\u202e \n Nytt  "]}
    assert read(BY_KEY["meeting"], typed, CHOICES, TODAY)["place"] == Named("Café Nytt")


def test_every_blank_has_a_kind_and_every_kind_is_used() -> None:
    used = {name for one in BY_KEY.values() for name in one.blanks}
    assert used == set(BLANKS)
    assert set(BLANKS.values()) == set(Kind)


def test_in_a_list_the_blanks_are_dots() -> None:
    swedish = languages()["sv"]
    assert BY_KEY["money-comes"].outline(swedish).text == "Pengarna kommer …"
    assert BY_KEY["i-call"].outline(swedish).text == "Jag ringer dig … mellan … och …"
