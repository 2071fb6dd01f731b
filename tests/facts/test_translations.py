"""What becomes of a text's translations when its words are changed."""

from __future__ import annotations

from datetime import date

from portal.facts.translations import FROM_CATALOGUE, FROM_FILE, read_again, rewritten, to_check
from portal.i18n import TABLE, in_language
from portal.writing import Translated, Writing

TODAY = date(2026, 3, 2)
ARABIC = next(one for one in TABLE if one.code == "ar")
KNOWN = "Följa upp planen"
"""The portal's own catalogue has this text in every language."""


def shown(text: Writing) -> tuple[str, str]:
    passage = in_language(text, ARABIC)
    return passage.lang, passage.text


def test_a_changed_text_is_shown_in_swedish_until_its_translation_is_checked() -> None:
    before = Writing({"sv": "Ring klockan 9", "ar": "اتصل الساعة 9", "so": "Wac 9"})
    after = rewritten(before, "Ring klockan 10", "sv", TODAY)
    assert shown(after) == ("sv", "Ring klockan 10")
    assert after.texts["ar"] == "اتصل الساعة 9", "nothing is lost"
    assert after.translated["ar"] == Translated(FROM_FILE, "2026-03-02", is_outdated=True)
    assert to_check(after) == ["ar", "so"]


def test_somebody_reads_it_and_it_is_shown_again() -> None:
    before = rewritten(Writing({"sv": "Ring", "ar": "اتصل"}), "Ring oss", "sv", TODAY)
    after = read_again(before, "ar", "اتصل بنا", "Karin Berg", TODAY)
    assert shown(after) == ("ar", "اتصل بنا")
    assert after.translated["ar"].by == "Karin Berg"
    assert to_check(after) == []
    assert shown(read_again(after, "ar", "", "Karin Berg", TODAY)) == ("sv", "Ring oss")


def test_a_translation_from_the_catalogue_is_taken_along_when_the_text_changes() -> None:
    before = Writing.in_("sv", KNOWN)
    language, words = shown(before)
    assert language == "ar", "the catalogue has it"
    after = rewritten(before, "Följa upp din plan", "sv", TODAY)
    assert after.texts["ar"] == words
    assert after.translated["ar"].by == FROM_CATALOGUE
    assert len(to_check(after)) == 7
    assert shown(after)[0] == "sv"


def test_when_the_old_words_come_back_the_catalogue_speaks_again() -> None:
    before = Writing.in_("sv", KNOWN)
    after = rewritten(rewritten(before, "Andra ord", "sv", TODAY), KNOWN, "sv", TODAY)
    assert after == before


def test_who_made_an_outdated_translation_is_still_known() -> None:
    before = Writing({"sv": "a", "ar": "b"}, {"ar": Translated("Sara", "2026-01-01")})
    after = rewritten(before, "c", "sv", TODAY)
    assert after.translated["ar"] == Translated("Sara", "2026-01-01", is_outdated=True)
    assert rewritten(after, "d", "sv", TODAY).texts["ar"] == "b"


def test_the_same_words_change_nothing_and_a_language_without_a_menu_stays() -> None:
    before = Writing({"sv": "a", "zh-Hant": "b"})
    assert rewritten(before, "a", "sv", TODAY) is before
    assert to_check(rewritten(before, "c", "sv", TODAY)) == ["zh-Hant"]
    assert rewritten(None, "a", "sv", TODAY) == Writing.in_("sv", "a")
