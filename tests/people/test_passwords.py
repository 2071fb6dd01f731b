"""Which passwords staff may choose: long ones that nobody guesses, whatever they are made of."""

from __future__ import annotations

import pytest

from portal.people import passwords
from portal.people.passwords import Weakness, weakness

KARIN = ["karin.berg@timra.se", "Karin Berg", "Timrå kommun"]


@pytest.mark.parametrize(
    "password",
    [
        "vi cyklar till havet",
        "korrekt häst batteri",
        "sommarkatten sover",
        "7291048365027",
        "алмаз под снегом",
        "🐟🐟🚲 och 🌧️ i maj ja",
        "x9" * 3 + " är inte " + "y7",
    ],
)
def test_a_long_one_is_taken_whatever_signs_it_holds(password: str) -> None:
    assert weakness(password, KARIN) is None


@pytest.mark.parametrize(
    "password",
    [
        "1qaz2wsx3edc",  # on the list
        "PassWord1234",  # on the list with digits after it
        "!!dragon2026!!",
        "passwordpassword",
        "kaffe kaffe kaffe",
        "Sommar2026!!",
        "lösenord-1234",
        "abcdefghijkl",
        "123456789012",
        "aaaabbbbcccc",
        "!!!!!!!!!!!!",
        "qwertyuiopas",
        "qwertyuiopå1",
        "poiuytrewq99",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert weakness(password, KARIN) is Weakness.COMMON


@pytest.mark.parametrize(
    "password",
    [
        "Karin dricker te",
        "KARIN.BERG-2026",
        "jag bor i timra nu",
        "Timrå-vid-havet",
        "bergtagen i dag",
    ],
)
def test_what_tells_of_her_is_refused(password: str) -> None:
    assert weakness(password, KARIN) is Weakness.TELLS


@pytest.mark.parametrize("length", [0, 11, 12, 200, 201])
def test_its_length_is_what_counts(length: int) -> None:
    password = ("vi cyklar till havet och badar hela långa dagen " * 5)[:length]
    expected = {0: Weakness.TOO_SHORT, 11: Weakness.TOO_SHORT, 201: Weakness.TOO_LONG}
    assert weakness(password, KARIN) is expected.get(length)


def test_a_short_name_does_not_forbid_half_the_words() -> None:
    assert weakness("vi seglar till ekerö", ["lars@x.se", "Lars Ek", ""]) is None


def test_the_list_is_long_enough_and_names_its_source() -> None:
    text = passwords.LIST.read_text(encoding="utf-8")
    assert "zxcvbn-ts" in text
    assert "Permission is hereby granted" in text
    assert len(passwords._known()) > 3000
    assert all(one == one.lower() for one in passwords._known())
