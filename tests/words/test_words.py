"""Every hard word has a place where it is explained, and the pages lead there."""

from __future__ import annotations

import re

import brotli
import pytest
from babel.messages.pofile import read_po
from sqlalchemy.orm import Session

from portal import i18n
from portal.i18n import Language
from portal.places import TEMPLATES, TRANSLATIONS
from portal.plan.models import PlanKind
from portal.words.glossary import WORDS, by_letter, with_links
from portal.words.word import Word
from tests.browsing import Browser
from tests.cast import Cast
from tests.plan.writing import plan, step

SLUGS = set(
    """
aktivitetsersattning aktiveringskod aktualisera arbetsfor arbetsformedlingen arbetskonsulent
arbetsprovning arbetsterapeut arbetstraning beslut delmal drop-in egen-forsorjning
ekonomiskt-bistand fia forsorjningsstod forsakringskassan forvaltningsratten gallring god-man
handledare handlaggare handlingsplan halsocentral insats journal komvux kontaktperson logg
medhandlaggare myndighet nybesok ombud personakt pin-kod praktik progression regionen
rehabilitering rehabkoordinator rehabsamordnare samtycke sekretess sfi sip sjukersattning
sjukpenning socialsekreterare socialtjansten spraktraning studie-och-yrkesvagledare tolk
trepartsmote uppfoljning utredning utvecklingsplan validering verkstalla arende overklaga
overlamning
""".split()  # noqa: SIM905 (a list of words reads as one)
)


FILTERED = re.compile(r"\{% filter hard_words %\}(.*?)\{% endfilter %\}", re.DOTALL)
SAID = re.compile(r"\{% trans[^%]*%\}([^{]*)\{% endtrans %\}")
IN_BRACKETS = re.compile(r"\[\[([^\]]+)\]\]")


def folded(word: str) -> str:
    return Word(word, "").slug


def linked(page: object, where: str) -> list[str]:
    return [str(one["href"]) for one in page.select(f"{where} a[href^='/words#']")]  # type: ignore[attr-defined]


def test_the_places_of_words_never_change_since_letters_and_bookmarks_lead_there() -> None:
    assert sorted(word.slug for word in WORDS) == sorted(SLUGS)


def test_the_words_stand_in_swedish_order() -> None:
    letters = [letter for letter, _ in by_letter()]
    assert letters == [*sorted(letters[:-2]), "Ä", "Ö"]
    assert [word.swedish for word in WORDS][-2:] == ["överklaga", "överlämning"]


@pytest.mark.parametrize("language", [one.code for one in i18n.languages().values()])
def test_she_reads_what_a_word_means_signed_in_or_not(
    browser: Browser, cast: Cast, language: str
) -> None:
    for who in (None, cast.amina):
        page = browser.visit("/words", as_=who, language=language)
        word = page.select_one("#forsorjningsstod bdi[lang=sv]")
        assert word and word.text == "försörjningsstöd"
        leads_to = [str(one["href"]) for one in page.select("nav.letters a")]
        assert leads_to and all(page.select_one(f"dt{one}") for one in leads_to)


@pytest.mark.parametrize("language", [one.code for one in i18n.languages().values()])
def test_the_page_of_words_is_light_in_every_language(
    db: Session, browser: Browser, cast: Cast, language: str
) -> None:
    cast.amina.chosen_language = language
    db.commit()
    page = browser.get("/words", as_=cast.amina).get_data()
    assert len(brotli.compress(page, quality=5)) <= 6_000


def test_the_frame_is_hers_when_she_is_signed_in(browser: Browser, cast: Cast) -> None:
    for address in ("/words", "/help", "/accessibility", "/privacy"):
        assert browser.visit(address, as_=cast.amina).select_one("nav.places")
        assert not browser.visit(address, as_=None).select_one("nav.places")


def test_hard_words_lead_to_their_explanation_where_they_stand(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = step("Ring Lars", kind="required", affects_money=True)
    plan(db, cast.amina, call, kind=PlanKind.DEVELOPMENT)
    assert "/words#utvecklingsplan" in linked(browser.visit("/plan", as_=cast.amina), "h2")
    one = browser.visit(f"/plan/steps/{call.id}", as_=cast.amina)
    assert "/words#overklaga" in linked(one, "[aria-labelledby=decides]")
    assert "/words#socialsekreterare" in linked(one, ".person")
    assert "/words#socialsekreterare" in linked(browser.visit("/", as_=cast.amina), ".person")
    assert "/words#forsorjningsstod" in linked(browser.visit("/people", as_=cast.amina), ".card")
    for address in ("/", "/help"):
        assert "/words#forsorjningsstod" in linked(browser.visit(address, as_=None), ".card")


def test_in_another_language_the_swedish_word_in_brackets_is_the_link(
    browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/", as_=None, language="ar")
    [link] = page.select("a[href='/words#forsorjningsstod']")
    assert link.bdi and link.bdi["lang"] == "sv"


def test_a_word_is_linked_once_and_only_when_it_stands_alone() -> None:
    said = with_links("Beslut om beslut i SIP, inte SIPen.", "/w", is_swedish=True)
    assert (
        said == '<a href="/w#beslut">Beslut</a> om beslut i <a href="/w#sip">SIP</a>, inte SIPen.'
    )
    assert with_links("<b>", "/w", is_swedish=True) == "&lt;b&gt;"


def test_a_linked_word_in_brackets_also_stands_only_once_a_page() -> None:
    link = '<p>Appeal (<a href="/w#o"><bdi lang="sv">överklaga</bdi></a>)</p>'
    assert i18n.once_a_page(link + link) == link + "<p>Appeal</p>"


def test_a_writer_of_text_cannot_smuggle_markup_past_the_links() -> None:
    assert "<script>" not in with_links("<script>beslut</script>", "/w", is_swedish=True)


@pytest.mark.parametrize("language", [one for one in i18n.languages().values() if one.code != "sv"])
def test_a_translation_keeps_the_official_word_that_is_to_be_linked(language: Language) -> None:
    with (TRANSLATIONS / language.babel / "LC_MESSAGES" / "messages.po").open("rb") as file:
        said = {message.id: message.string for message in read_po(file) if message.string}
    linked_here = {
        text: word
        for template in TEMPLATES.rglob("*.html")
        for block in FILTERED.findall(template.read_text(encoding="utf-8"))
        for text in SAID.findall(block)
        for word in re.findall(r'#([\w-]+)"', with_links(text, "", is_swedish=True))
    }
    assert len(linked_here) > 5
    lost = [said[text] for text, word in linked_here.items() if text in said
            and word not in {folded(one) for one in IN_BRACKETS.findall(str(said[text]))}]  # fmt: skip
    assert not lost
