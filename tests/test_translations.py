"""Every language that can be chosen is whole: nothing missing, stale, fuzzy, broken or left in Swedish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from portal import i18n, translating
from portal.i18n import SOURCE, Language
from portal.places import TRANSLATIONS

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
COUNTS = {"%(num)d", "%(count)s", "%(days)s"}
"""A language may say "one hour" without the number."""
SAME = {
    line
    for line in (TRANSLATIONS / "same.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}
AMBIGUOUS = (
    "Hem", "Plan", "Mer", "Du", "dig", "Klart", "klart", "Klart: %(count)s", "klar %(day)s", "Var", "Med", "När",
    "Börjar", "Stöd", "Mål:", "Nu", "Din tur", "Vår tur", "Här är du", "Sedan:", "Du måste", "Dina uppgifter",
)  # fmt: skip
OTHERS = [one for one in i18n.languages().values() if one.code != SOURCE]
BOTH = [(language, domain) for language in OTHERS for domain in translating.DOMAINS]


def template(domain: str) -> Catalog:
    return translating.messages() if domain == "messages" else translating.content()


def path_of(language: Language, domain: str) -> Path:
    return TRANSLATIONS / language.babel / "LC_MESSAGES" / f"{domain}.po"


def catalogue(language: Language, domain: str) -> Catalog:
    with path_of(language, domain).open("rb") as file:
        return read_po(file, locale=language.babel, abort_invalid=True)


def forms(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def texts(found: Catalog) -> Iterator[Message]:
    return (message for message in found if message.id)


def test_swedish_english_and_arabic_can_be_chosen() -> None:
    assert {"sv", "en", "ar"} <= set(i18n.languages())


@pytest.mark.parametrize("domain", translating.DOMAINS)
def test_the_template_is_what_the_sources_say(domain: str) -> None:
    with (TRANSLATIONS / f"{domain}.pot").open("rb") as file:
        kept = read_po(file)
    assert {m.id for m in texts(kept)} == {m.id for m in texts(template(domain))}, (
        "run: python -m portal.translating"
    )


def test_a_word_that_may_mean_several_things_says_which() -> None:
    """«Klart» is done or clear or ready, «Var» where or was: whoever translates sees no page."""
    found = {message.id: message.auto_comments for message in texts(translating.messages())}
    assert not [word for word in AMBIGUOUS if not found[word]]
    assert found["Du kan arbeta."] == ["What «arbetsför» means."]


@pytest.mark.parametrize(("language", "domain"), BOTH, ids=lambda x: getattr(x, "code", x))
def test_nothing_is_missing_stale_or_fuzzy(language: Language, domain: str) -> None:
    found = catalogue(language, domain)
    assert {m.id for m in texts(found)} == {m.id for m in texts(template(domain))}
    assert not found.obsolete
    lacking = [m.id for m in texts(found) if m.fuzzy or not all(forms(m.string))]
    assert not lacking
    for message in texts(found):
        if not isinstance(message.id, str):
            assert len(forms(message.string)) == found.num_plurals, message.id


@pytest.mark.parametrize(("language", "domain"), BOTH, ids=lambda x: getattr(x, "code", x))
def test_placeholders_and_brackets_are_whole(language: Language, domain: str) -> None:
    for message in texts(catalogue(language, domain)):
        wanted = set(PLACEHOLDER.findall(forms(message.id)[-1]))
        for said in forms(message.string):
            missing = wanted - set(PLACEHOLDER.findall(said))
            allowed = COUNTS if not isinstance(message.id, str) else set()
            assert missing <= allowed, f"{message.id!r}: {said!r} lacks {missing}"
            assert set(PLACEHOLDER.findall(said)) <= wanted, f"{message.id!r}: {said!r}"
            assert len(re.findall(r"%", said)) == len(PLACEHOLDER.findall(said)), said
            assert "<" not in said, f"markup in {said!r}"
            assert re.sub(r"\[\[[^\[\]]+\]\]", "", said).count("[[") == 0, said
            assert said.count("[[") == said.count("]]"), said


@pytest.mark.parametrize(("language", "domain"), BOTH, ids=lambda x: getattr(x, "code", x))
def test_nothing_is_left_in_swedish(language: Language, domain: str) -> None:
    left = [
        message.id
        for message in texts(catalogue(language, domain))
        if set(forms(message.string)) & set(forms(message.id)) - SAME
    ]
    assert not left


@pytest.mark.parametrize("language", OTHERS, ids=lambda x: x.code)
def test_a_translation_that_no_native_speaker_has_read_says_so(language: Language) -> None:
    for domain in translating.DOMAINS:
        said = "NOT CHECKED" in (catalogue(language, domain).header_comment or "")
        assert said is not language.is_checked, (language.code, domain)


@pytest.mark.parametrize(("language", "domain"), BOTH, ids=lambda x: getattr(x, "code", x))
def test_the_compiled_catalogue_is_the_one_translated(language: Language, domain: str) -> None:
    fresh = BytesIO()
    write_mo(fresh, catalogue(language, domain))
    assert path_of(language, domain).with_suffix(".mo").read_bytes() == fresh.getvalue(), (
        "run: make catalogues"
    )
