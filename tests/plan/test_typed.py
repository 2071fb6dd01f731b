"""What is read out of what somebody typed or pasted."""

from __future__ import annotations

import pytest

from portal.plan import typed
from portal.plan.pasted import has_html, plain
from portal.plan.script import is_in_script_of, script


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("Ring<br>i dag", "Ring\ni dag"),
        ("<ul><li>Ett</li><li>Två</li></ul>", "Ett\nTvå"),
        ("<div>Kök &amp; matsal&nbsp;nu</div>", "Kök & matsal nu"),
        ("<!-- från ett annat program -->Ring", "Ring"),
        ('<a href="https://example.org">Läs mer</a>', "Läs mer"),
        ("<o:p></o:p><span style='x'>Ring</span>", "Ring"),
    ],
)
def test_html_becomes_words_and_lines(pasted: str, words: str) -> None:
    assert has_html(pasted) and plain(pasted) == words


@pytest.mark.parametrize("words", ["I <3 kök", "5 < 6 > 4", "<Karin> ringer", "Kök &amp; sal", "a<b"])  # fmt: skip
def test_words_that_are_no_html_stay_as_they_are(words: str) -> None:
    assert not has_html(words) and plain(words) == words


@pytest.mark.parametrize(
    ("text", "language", "fits"),
    [
        ("Ring köket", "sv", True),
        ("Ring köket", "so", True),
        ("Ring köket", "ar", False),
        ("اتصلي بـ SFI غدا", "ar", True),
        ("اتصلي بـ SFI غدا", "sv", False),
        ("زنگ بزن", "prs", True),
        ("ጸውዕ", "ti", True),
        ("Зателефонуй", "uk", True),
        ("Зателефонуй", "sv", False),
        ("070-123 45 67 🙂", "ar", True),
        ("Ring", "und", True),
        ("Ring", "ps", True),
    ],
)
def test_letters_tell_whether_a_text_may_be_in_a_language(
    text: str, language: str, fits: bool
) -> None:
    assert is_in_script_of(text, language) is fits


def test_most_letters_count() -> None:
    assert script("Ring اتصل") in ("LATIN", "ARABIC") and script("12") is None


def test_it_is_asked_in_plain_words_and_never_of_somebody_who_is_sure() -> None:
    with pytest.raises(typed.Doubt, match="annat språk än svenska"):
        typed.text("اتصل", "sv", None)
    kept = typed.text("اتصل", "sv", None, is_sure=True)
    assert kept and kept.texts == {"sv": "اتصل"}
