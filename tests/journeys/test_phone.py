"""The portal as something on her phone: without contact with the net, on the home screen, and read aloud."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from portal.i18n import languages
from tests.journeys.conftest import PIN, Demo, fits, sign_in
from tests.journeys.taps import choose_language, comes_true, follow, leave_in_a_hurry, send

pytestmark = pytest.mark.journey

VOICE = {"sv": "sv_SE", "ar": "ar-EG", "ti": "ti-ET", "prs": "fa-IR"}
"""Phones write a voice's language in their own ways, and have no voice for Dari: Persian is near."""
HERS = ("Amina", "Warsame", "Karin", "Ring Lars", "praktisera", "P-1001")
WHAT_IS_KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
    }
  }
  return { kept, local: Object.keys(localStorage), session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length };
}"""
WHAT_RAN = """
  window.ran = [];
  document.addEventListener("load", ({ target }) => { if (target.src) ran.push(target.src); }, true);
"""
"""Which scripts and pictures have come: each says so when it has run or is seen."""
VOICES = """
(voices) => {
  const said = window.said = [];
  let current = null;
  class Utterance { constructor(text) { this.text = text; } }
  const speech = {
    getVoices: () => voices,
    addEventListener: () => {},
    speak: (words) => { current = words; said.push([words.text, words.lang, words.rate, words.voice.name]); },
    cancel: () => { const cut = current; current = null; said.push("cancel"); if (cut && cut.onend) cut.onend(); },
  };
  window.finish = () => { const done = current; current = null; done.onend(); };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
}
"""


def _voice(lang: str, *, local: bool = True) -> dict[str, Any]:
    return {
        "lang": lang,
        "name": f"{lang} {'phone' if local else 'net'}",
        "localService": local,
    }


def _kept_language(page: Page, language: str) -> None:
    """Wait until the worker has kept the page for when the net is gone, in this language."""
    kept = 'caches.match("/offline").then((kept) => kept && kept.headers.get("Content-Language"))'
    comes_true(page, f'{kept}.then((found) => found === "{language}")')


def _choose_what_is_kept(page: Page, language: str) -> None:
    """A worker that is being installed keeps the page in the language from before, until the next page."""
    worker = "navigator.serviceWorker.getRegistration()"
    comes_true(page, f"{worker}.then((found) => Boolean(found && found.active))")
    choose_language(page, language)
    _kept_language(page, language)


def _all_has_come(page: Page) -> None:
    """Open pages that are read aloud fetch the last of their scripts when they have been painted."""
    comes_true(page, "ran.some((script) => script.includes('aloud'))")


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_without_the_net_she_is_told_what_to_do_and_whom_to_call(
    demo: Demo, phone: Callable[..., Page], language: str
) -> None:
    page = phone("en")
    page.add_init_script(WHAT_RAN)
    sign_in(page, demo.links[0])
    _choose_what_is_kept(page, language)
    page.goto(demo.address + "/plan")
    _all_has_come(page)
    page.context.set_offline(True)
    page.goto(demo.address + "/people")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("main a[href='tel:+46700000010']")).to_be_visible()
    assert page.url == demo.address + "/people"
    radius = page.locator("main .button").first.evaluate(
        "one => getComputedStyle(one).borderRadius"
    )
    assert radius == "10px", "it has the portal's look"
    assert fits(page)
    page.context.set_offline(False)
    page.locator("main a.button").first.click()
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("nav.places [aria-current]")).to_have_attribute("href", "/people")


def test_the_phone_keeps_the_offline_page_and_nothing_of_hers(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone()
    sign_in(page, demo.links[0])
    _choose_what_is_kept(page, "sv")
    for address in ("/", "/plan", "/people", "/me", "/help"):
        page.goto(demo.address + address)
    found = page.evaluate(WHAT_IS_KEPT)
    paths = {path.split(".")[0] for path, _ in found["kept"]}
    assert paths == {"/offline", "/static/portal", "/static/icon"}
    everything = json.dumps(found, ensure_ascii=False)
    assert not [word for word in HERS if word in everything]
    assert (found["local"], found["session"], found["databases"]) == ([], [], 0)
    cookies = {cookie["name"]: cookie.get("httpOnly") for cookie in page.context.cookies()}
    assert cookies == {"session": True, "device": True, "language": True}


def test_leaving_empties_what_is_kept_and_forgetting_the_phone_ends_the_worker(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone()
    sign_in(page, demo.links[0])
    _choose_what_is_kept(page, "sv")
    page.goto(demo.address + "/plan")
    leave_in_a_hurry(page)
    comes_true(page, "caches.keys().then((names) => names.length === 0)")
    page.goto(demo.address)
    _kept_language(page, "sv")
    # The page that follows would soon keep its own offline page: what is tried is that the phone was emptied.
    page.route(
        "**/static/portal.*.js",
        lambda route: route.fulfill(body="", content_type="text/javascript"),
    )
    page.goto(demo.address + "/me/devices")
    page.locator("[name=pin]").fill(PIN)
    follow(page.locator("main form button.button").first)
    follow(page.locator("main a[href*=forget]").first)
    follow(page.locator("main form button.button").first)
    page.goto(demo.address + "/today")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_the_neutral_page_is_never_answered_with_the_portals_own(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    """Whoever leaves in a hurry without the net sees the browser's own words and no municipality."""
    page = phone("sv")
    page.goto(demo.address)
    _kept_language(page, "sv")
    page.goto(demo.address + "/help")
    page.context.set_offline(True)
    page.goto(demo.address)
    expect(page.locator("main a[href^='tel:']")).to_be_visible()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(demo.address + "/today")


def test_it_can_be_put_on_the_home_screen(demo: Demo, phone: Callable[..., Page]) -> None:
    page = phone("sv")
    page.goto(demo.address)
    _kept_language(page, "sv")
    tools = page.context.new_cdp_session(page)
    found = tools.send("Page.getAppManifest")
    assert not found["errors"]
    assert json.loads(found["data"])["name"] == "Min väg"
    faults = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {fault["errorId"] for fault in faults} <= {"in-incognito"}


@pytest.mark.parametrize("language", [code for code in VOICE if code in languages()])
def test_a_page_is_read_aloud_sentence_by_sentence(
    demo: Demo, phone: Callable[..., Page], language: str
) -> None:
    page, voice = phone(language), VOICE[language]
    voices = [_voice(voice, local=False), _voice(voice), _voice("en-GB")]
    page.add_init_script(f"({VOICES})({json.dumps(voices)})")
    sign_in(page, demo.links[0])
    choose_language(page, language)
    heading = page.locator("main h1").inner_text()
    listen, pause, on, stop = (
        page.locator(f"[data-portal-{act}]") for act in ("listen", "pause", "continue", "stop")
    )
    listen.click()
    first = page.evaluate("said.filter(Array.isArray)[0]")
    assert heading.startswith(first[0])
    assert first[1:] == [voice, 0.85, f"{voice} phone"], "the phone's own voice, and slower"
    expect(listen).to_be_hidden()
    marked = page.evaluate("[...CSS.highlights.get('portal-aloud')].map(String).join().trim()")
    assert marked == first[0]
    page.evaluate("finish()")
    second = page.evaluate("said.filter(Array.isArray).at(-1)[0]")
    assert second != first[0]
    pause.click()
    before = page.evaluate("said.length")
    page.wait_for_timeout(200)
    assert page.evaluate("said.length") == before, "it is silent"
    on.click()
    assert page.evaluate("said.at(-1)[0]") == second, (
        "the sentence is said again from its beginning"
    )
    stop.click()
    expect(listen).to_be_visible()
    assert page.evaluate("said.at(-1)") == "cancel"
    assert page.evaluate("CSS.highlights.size") == 0


def test_everything_that_is_seen_is_read_and_nothing_else(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("sv")
    page.add_init_script(f"({VOICES})({json.dumps([_voice('sv-SE'), _voice('en-GB')])})")
    sign_in(page, demo.links[0])
    choose_language(page, "sv")
    read = _read_to_the_end(page)
    assert "Ring Lars och säg vilka dagar du kan praktisera" in read
    assert "Karin Berg" in read
    assert "Jag har gjort det" not in read, "a button is not read"
    assert "här är du nu" not in " ".join(read), "nor what is hidden from the eye"
    expect(page.locator("[data-portal-listen]")).to_be_visible()
    page.goto(demo.address + "/people")
    read = _read_to_the_end(page)
    assert len(read) > 10
    closed = page.locator("details:not([open]) li").first.text_content() or ""
    assert closed.strip() not in read, "what is folded is not read"


def _read_to_the_end(page: Page) -> list[str]:
    page.locator("[data-portal-listen]").click()
    read: list[str] = page.evaluate(
        """() => {
          for (let i = 0; i < 500 && Array.isArray(said.at(-1)); i += 1) finish();
          return said.filter(Array.isArray).map(([text]) => text);
        }"""
    )
    return read


def test_leaving_in_a_hurry_is_silent_at_once(demo: Demo, phone: Callable[..., Page]) -> None:
    page = phone("sv")
    page.add_init_script(f"({VOICES})({json.dumps([_voice('sv-SE')])})")
    sign_in(page, demo.links[0])
    choose_language(page, "sv")
    page.locator("[data-portal-listen]").click()
    left = "document.querySelector('form.exit').requestSubmit(), said.at(-1)"
    assert page.evaluate(left) == "cancel", "it does not wait for the next page"
    page.wait_for_url("**/today")


@pytest.mark.parametrize("voices", [[], [_voice("en-GB")], [_voice("sv-SE", local=False)]])
def test_without_a_voice_of_its_own_in_her_language_the_phone_offers_nothing(
    demo: Demo, phone: Callable[..., Page], voices: list[dict[str, Any]]
) -> None:
    page = phone("sv")
    page.add_init_script(f"({VOICES})({json.dumps(voices)})")
    page.add_init_script(WHAT_RAN)
    sign_in(page, demo.links[0])
    choose_language(page, "sv")
    _all_has_come(page)
    expect(page.locator("[data-portal-listen]")).to_have_count(0)


def test_a_step_that_is_answered_while_it_is_read_ends_the_reading(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("sv")
    page.add_init_script(f"({VOICES})({json.dumps([_voice('sv-SE')])})")
    sign_in(page, demo.links[0])
    choose_language(page, "sv")
    listen = page.locator("[data-portal-listen]")
    expect(listen).to_be_visible()  # what stands below it moves when it comes
    follow(page.get_by_role("link", name="Säg om det fungerar för dig"))
    listen.click()
    comes_true(page, "'htmx' in window")
    undo = page.get_by_role("button", name="Ångra: det är inte klart")
    send(page.get_by_role("button", name="Jag har gjort det"), shows=undo)
    expect(listen).to_be_visible()
    assert page.evaluate("said.at(-1)") == "cancel"
