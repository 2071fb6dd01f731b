"""Every page for every body: WCAG 2.2 AA by axe, small screens, large text, fingers, keyboards and screen readers.

One demo and one signed-in phone serve the whole file. What a browser measures stands in every_body.js.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PIN, Demo, running_demo, sign_in

pytestmark = pytest.mark.journey

LANGUAGES = ("sv", "ar", "ti")
"""Latin, right to left, and a script that fonts draw wide and tall."""
HERS = {
    "home": "/",
    "plan": "/plan",
    "step": "a step",
    "own step": "/plan/steps/new",
    "week": "/week",
    "people": "/people",
    "more": "/me",
    "phones": "/me/devices",
    "another phone": "/me/devices/add",
    "who has read": "/me/access-log",
    "no such page": "/no-such-page",
}
PUBLIC = {
    "first page": "/",
    "sign in": "/sign-in",
    "code": "/sign-in/code",
    "pin": "the link in a letter",
    "help": "/help",
    "words": "/words",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "drop-in": "/drop-in",
    "offline": "/offline",
    "today": "/today",
}
STAFF = {
    "participants": "/staff/participants",
    "participant": "a participant",
    "reports": "/staff/reports",
}

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
}
DECIDED = {
    "Element content contains only non-text characters": "the tick at the chosen language: never read aloud",
}
"""What axe leaves to a human to decide, and why it is right here."""
MEASURES = (Path(__file__).parent / "every_body.js").read_text()


@dataclass(frozen=True)
class Visitors:
    """P-1001 on her phone, a stranger on hers, and Karin at her desk, all with the same demo."""

    demo: Demo
    hers: Page
    strangers: Page
    staff: Page

    def visit(self, name: str, language: str) -> Page:
        """Open a page by its name in a language."""
        if name in STAFF:
            page, path = self.staff, STAFF[name]
        elif name in HERS:
            page, path = self.hers, HERS[name]
        else:
            page, path = self.strangers, PUBLIC[name]
        if name in STAFF:
            page.goto(
                self.demo.address + (STAFF["participants"] if name == "participant" else path)
            )
            if name == "participant":
                page.locator("main a.row").first.click()
        else:
            self.read_in(page, language)
            if name == "step":
                page.goto(self.demo.address)
                page.locator("#next-step a.button.plain").click()
            elif name == "pin":
                page.goto(self.demo.links[1])
                page.locator("main form button.button").first.click()
            else:
                page.goto(self.demo.address + path)
            expect(page.locator("html")).to_have_attribute("lang", language)
        return page

    def read_in(self, page: Page, language: str) -> None:
        """Choose the language in the menu, unless it is chosen."""
        if page.url == "about:blank" or not page.locator("header .languages").count():
            page.goto(self.demo.address)
        if page.locator("html").get_attribute("lang") != language:
            page.locator("header .languages summary").click()
            page.locator(f"header .languages button[value={language}]").click()
            expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.fixture(scope="module")
def visitors(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitors]:
    """Signed in once: it takes its time, as a PIN must."""
    contexts: list[BrowserContext] = []

    def page() -> Page:
        contexts.append(chromium.new_context(viewport={"width": 360, "height": 740}, locale="sv"))
        contexts[-1].set_default_timeout(15_000)
        return contexts[-1].new_page()

    with running_demo(tmp_path_factory.mktemp("every-body")) as demo:
        hers, strangers, staff = page(), page(), page()
        sign_in(hers, demo.links[0])
        staff.goto(demo.links[2])
        staff.locator("main form button.button").first.click()
        staff.wait_for_url("**/staff/**")
        yield Visitors(demo, hers, strangers, staff)
        for context in contexts:
            context.close()


@pytest.fixture
def another_phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ar")
    yield context.new_page()
    context.close()


def measured(page: Page, what: str) -> Any:
    """The answer of one function in every_body.js."""
    return page.evaluate(f"({MEASURES}).{what}")


def by_axe(page: Page) -> list[str]:
    """What axe finds wrong, and what it cannot decide and nobody has decided here."""
    answer = Axe().run(page, options=OPTIONS).response
    return [
        f"{kind}: {rule['id']}: {node['target']} {node['html'][:150]} {node.get('failureSummary', '')}"
        for kind in ("violations", "incomplete")
        for rule in answer[kind]
        for node in rule["nodes"]
        if kind == "violations" or any(one["message"] not in DECIDED for one in node["any"])
    ]


def seen_on_small_screens(page: Page) -> list[str]:
    """Sideways scrolling at 320 and 360 px, and at 360 px with text twice as large."""
    faults = []
    for width, text in ((320, "100%"), (360, "200%"), (360, "100%")):
        page.set_viewport_size({"width": width, "height": 740})
        page.evaluate(f"document.documentElement.style.fontSize = '{text}'")
        faults += [f"{width} px, {text}: {fault}" for fault in measured(page, f"sideways({width})")]
    return faults


def barriers(page: Page) -> list[str]:
    """Everything that may keep somebody out of a page, as far as a machine can tell."""
    faults: list[str] = (
        by_axe(page) + measured(page, "smallTargets()") + seen_on_small_screens(page)
    )
    if not page.url.endswith("/today"):  # the neutral page is nothing but a date
        faults += measured(page, "landmarks()")
    return faults


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, language) for language in LANGUAGES for name in (*HERS, *PUBLIC)]
    + [(name, "sv") for name in STAFF],
)
def test_a_page_is_there_for_every_body(visitors: Visitors, name: str, language: str) -> None:
    page = visitors.visit(name, language)
    faults = barriers(page)
    assert not faults, "\n".join(faults)


def test_another_phone_is_added_and_the_portal_comes_back_after_signing_out(
    visitors: Visitors, another_phone: Page
) -> None:
    """What stands behind a form: the code for another phone, coming back with a PIN, and forgetting a phone."""
    page = visitors.visit("another phone", "ar")
    page.locator("[name=pin]").fill(PIN)
    page.locator("main form button.button").click()
    faults = barriers(page)
    code = page.locator("main .code").inner_text()
    another_phone.goto(f"{visitors.demo.address}/sign-in/code")
    another_phone.locator("[name=code]").fill(code)
    another_phone.locator("main form button.button").first.click()
    another_phone.locator("[name=pin]").fill(PIN)
    another_phone.locator("[name=pin_again]").fill(PIN)
    another_phone.locator("main form button.button").first.click()
    another_phone.wait_for_url("**/")
    another_phone.locator("footer button").click()
    another_phone.goto(f"{visitors.demo.address}/sign-in")
    expect(another_phone.locator("[name=pin]")).to_be_visible()
    faults += barriers(another_phone)
    visitors.visit("phones", "ar").locator("main a[href*=forget]").first.click()
    faults += barriers(page)
    assert not faults, "\n".join(faults)


def settle(page: Page) -> None:
    """As before: her words, her colours, a phone's screen."""
    page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="no-preference")
    page.set_viewport_size({"width": 360, "height": 740})


@pytest.mark.parametrize("name", ["home", "plan", "step", "pin"])
def test_dark_colours_can_be_read(visitors: Visitors, name: str) -> None:
    page = visitors.visit(name, "sv")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(232, 238, 238)"
    faults = by_axe(page)
    settle(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["home", "step", "pin"])
def test_forced_colours_leave_edges_and_the_current_place(visitors: Visitors, name: str) -> None:
    page = visitors.visit(name, "sv")
    page.emulate_media(forced_colors="active")
    faults = measured(page, "forced()")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    faults += measured(page, "focus()")["faults"]
    settle(page)
    assert not faults, "\n".join(faults)


def test_nothing_moves(visitors: Visitors) -> None:
    page = visitors.visit("pin", "sv")
    assert not measured(page, "motion()")


@pytest.mark.parametrize("height", [740, 420])
@pytest.mark.parametrize(("name", "language"), [("home", "sv"), ("home", "ar"), ("step", "sv")])
def test_with_a_keyboard_the_focus_is_seen_and_never_covered(
    visitors: Visitors, name: str, language: str, height: int
) -> None:
    page = visitors.visit(name, language)
    page.set_viewport_size({"width": 360, "height": height})
    reached: list[str] = []
    faults: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = measured(page, "focus()")
        if found is None:
            break
        reached.append(found["name"])
        faults += [f"{found['name']} {fault}" for fault in found["faults"]]
    settle(page)
    assert len(reached) > 12 and len(reached) < 60
    assert not faults, "\n".join(faults)


def test_the_first_key_skips_to_what_the_page_is_about(visitors: Visitors) -> None:
    page = visitors.visit("home", "sv")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#next-step button").first).to_be_focused()


def test_the_language_menu_opens_and_closes_with_keys(visitors: Visitors) -> None:
    page = visitors.visit("home", "sv")
    menu, choices = page.locator("header summary"), page.locator("header .languages button")
    menu.focus()
    page.keyboard.press("Enter")
    expect(choices.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(choices.first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(choices.first).to_be_hidden()
    page.keyboard.press("Enter")
    for _ in range(choices.count() + 1):
        page.keyboard.press("Tab")
    expect(page.locator(".exit button")).to_be_focused()
    expect(choices.first).to_be_hidden()  # it would lie over what has the focus next
    menu.focus()
    page.keyboard.press("Enter")
    page.locator("header .languages button[value=ar]").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "ar")


@pytest.mark.parametrize("language", ["sv", "ar"])
@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [
        ("code", "[name=code]", "ABCD-EFGH-JKMN"),
        ("pin", "[name=pin]", "12"),
        ("another phone", "[name=pin]", "0000"),
        ("own step", "[name=text]", ""),
        ("step", "[name=comment]", "x" * 5000),
        ("accessibility", "[name=body]", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    visitors: Visitors, name: str, field: str, typed: str, language: str
) -> None:
    page = visitors.visit(name, language)
    page.locator(field).fill(typed)
    form = page.locator("form", has=page.locator(field))
    form.evaluate("form => form.noValidate = true")
    form.locator("button").last.click()
    expect(page.locator("main [role=alert]").first).to_be_visible()
    faults = measured(page, "tied()") + measured(page, "landmarks()")
    if language == "sv":
        faults += by_axe(page)
    assert not faults, "\n".join(faults)


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
