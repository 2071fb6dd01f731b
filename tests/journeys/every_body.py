"""Every page for every body: who visits which page, and what a browser measures there (every_body.js)."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.taps import choose_language, comes_true, follow

if TYPE_CHECKING:
    from tests.journeys.conftest import Demo

LANGUAGES = ("sv", "ar", "ti")
"""Latin, right to left, and a script that fonts draw wide and tall."""
HERS = {
    "home": "/",
    "plan": "/plan",
    "step": "a step",
    "own step": "/plan/steps/new",
    "week": "/week",
    "meetings": "/meetings",
    "a meeting": "the first to come",
    "what to book": "/meetings/book",
    "free times": "/meetings/book?purpose=short-call",
    "a time to book": "the next free one",
    "no time fits": "/meetings/none-fits?purpose=short-call",
    "ill or late": "/meetings/today",
    "messages": "/messages",
    "phrases": "/messages/phrases",
    "a phrase to fill in": "/messages/phrases/sent-papers",
    "a phrase to send": "/messages/phrases/please-call",
    "something is wrong": "/messages?subject=correction&about=plan",
    "people": "/people",
    "asked": "/feedback",
    "a question": "one",
    "all questions": "all",
    "what she answered": "check",
    "more": "/me",
    "phones": "/me/devices",
    "another phone": "/me/devices/add",
    "notices": "/me/notices",
    "a number for notices": "/me/notices/sms",
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
    "day": "/staff",
    "participants": "/staff/participants",
    "participant": "/staff/participants/*",
    "participant as she sees": "/staff/participants/*/as-she-sees",
    "step of hers": "/staff/participants/*/steps/*",
    "plans to write": "/staff/participants/*/plan",
    "plan editor": "/staff/participants/*/plan/*",
    "plan editor: her own words": "/staff/participants/*/plan/*/own-words",
    "plan editor: dates": "/staff/participants/*/plan/*/facts",
    "plan editor: new goal": "/staff/participants/*/plan/*/goals/new",
    "plan editor: new step": "/staff/participants/*/plan/*/steps/new",
    "plan editor: step": "/staff/participants/*/plan/*/steps/*",
    "plan editor: ready-made steps": "/staff/participants/*/plan/*/steps/ready",
    "plan editor: copy a step": "/staff/participants/*/plan/*/steps/copy",
    "plan editor: publish": "/staff/participants/*/plan/*/publish",
    "code for her": "/staff/participants/*/invite",
    "hand her over": "/staff/participants/*/handover",
    "open with a reason": "/staff/participants/open",
    "reports": "/staff/reports",
    "free texts": "/staff/feedback",
    "texts": "/staff/texts",
    "text to translate": "/staff/texts/*",
    "messages to several": "/staff/messages/several",
    "a message to several": "/staff/messages/several/mine",
    "ready-made answers": "/staff/messages/*/phrases",
    "an answer to fill in": "/staff/messages/*/phrases/meeting",
    "an answer to send": "/staff/messages/*/phrases/got-it",
    "an extract": "/staff/messages/*/extract",
    "messages to classify": "/staff/messages/to-classify",
    "messages": "/staff/messages",
    "all conversations": "/staff/messages?show=all",
    "a conversation": "/staff/messages/*",
    "late answers": "/staff/messages/late",
    "handover": "/staff/handover",
    "absence": "/staff/absence",
    "duty": "/staff/duty",
    "calendar": "/staff/calendar",
    "a day of the calendar": "/staff/calendar?day=2026-12-24",
    "bookable hours": "/staff/hours",
    "book for her": "/staff/participants/*/book",
    "meetings of colleagues who are away": "/staff/duty/meetings",
    "free times enough": "/staff/supply",
    "meeting": "/staff/meetings/*",
    "own calendar": "/staff/calendar/feed",
    "own account": "/staff/my-account",
    "accounts": "/staff/accounts",
    "what was sent": "/staff/notices",
    "facts": "/staff/municipality",
    "units": "/staff/municipality/units",
    "unit": "/staff/municipality/units/*",
    "routines": "/staff/municipality/municipality/*",
    "unit in Arabic": "/staff/municipality/units/*/in/ar",
    "unit's name in all languages": "/staff/municipality/units/*/texts/name",
    "ready-made steps": "/staff/municipality/ready-steps",
    "kind of meeting": "/staff/municipality/meeting-types/*",
    "new ready-made step": "/staff/municipality/ready-steps/new",
    "to check": "/staff/municipality/check",
}
"""A star stands for the first that is listed there."""

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
IDENTITY = 36
"""How many signs the identity of a thing has in its address."""
MEASURES = (Path(__file__).parent / "every_body.js").read_text()


@dataclass(frozen=True)
class Visitors:
    """P-1001 on her phone, a stranger on hers, and Karin at her desk, all with the same demo."""

    demo: Demo
    folder: Path
    hers: Page
    strangers: Page
    staff: Page

    def invite(self, key: str, *more: str) -> str:
        """A fresh code for a participant, as the link in her letter; older ones stop working."""
        done = subprocess.run(
            [Path(sys.executable).parent / "portal", "invite", key, *more],
            cwd=self.folder, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", done.stdout)
        assert code
        return f"{self.demo.address}/sign-in/code?code={code[0]}"

    def visit(self, name: str, language: str) -> Page:
        """Open a page by its name in a language; staff pages are Swedish."""
        if name in STAFF:
            return self.at_the_desk(STAFF[name])
        page, path = (self.hers, HERS[name]) if name in HERS else (self.strangers, PUBLIC[name])
        self.read_in(page, language)
        if name == "step":
            page.goto(self.demo.address)
            follow(page.locator("#next-step a.button.plain"))
        elif name == "a meeting":
            page.goto(f"{self.demo.address}/meetings")
            follow(page.locator("#coming + ul a.row").first)
        elif name == "a time to book":
            page.goto(self.demo.address + HERS["free times"])
            follow(page.locator("main .acts a[href*=starts_at]").first)
        elif path in ("one", "all", "check"):
            self._to_her_questions(page, path)
        elif name == "pin":
            self._to_choose_a_pin(page)
            self.read_in(page, language)  # it is in her own language when her code is known
        else:
            page.goto(self.demo.address + path)
        assert page.locator("html").get_attribute("lang") == language
        return page

    def _to_her_questions(self, page: Page, which: str) -> None:
        """One question, all of them, or what she has answered so far."""
        page.goto(self.demo.address + HERS["asked"])
        follow(page.locator(f"button[value={'one' if which == 'one' else 'all'}]"))
        if which == "check":
            page.goto(page.url.replace("/all", "/check"))

    def _to_choose_a_pin(self, page: Page) -> None:
        """With the code that was typed before, while it holds: only so many may be tried in ten minutes."""
        page.goto(self.demo.address + "/sign-in/pin")
        if not page.locator("[name=pin_again]").count():
            page.goto(self.invite("P-1008"))
            follow(page.locator("main form button.button").first)

    def at_the_desk(self, path: str) -> Page:
        """Open a staff page; a star is the first of a list."""
        here, *rest = path.split("/*")
        for more in rest:
            here = self._first_under(here) + more
        answer = self.staff.goto(self.demo.address + here)
        assert answer and answer.ok, f"{path}: {answer and answer.status}"
        return self.staff

    def _first_under(self, listed: str) -> str:
        """The first thing whose address begins so: it is linked there, or on the page that this belongs to."""
        for page in (listed, listed.rpartition("/")[0]):
            self.staff.goto(self.demo.address + page)
            for link in self.staff.locator(f"main a[href^='{listed}/']").all():
                found = (link.get_attribute("href") or "").partition("?")[0].partition("#")[0]
                if len(found) == len(listed) + len("/") + IDENTITY:
                    return found
        raise LookupError(listed)

    def read_in(self, page: Page, language: str) -> None:
        """Choose the language in the menu, unless it is chosen."""
        if page.url == "about:blank" or not page.locator("header .languages").count():
            page.goto(self.demo.address)
        if page.locator("html").get_attribute("lang") != language:
            choose_language(page, language)


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


def resize(page: Page, width: int, height: int = 740) -> None:
    """Another screen, when the page knows of it."""
    page.set_viewport_size({"width": width, "height": height})
    comes_true(page, f"innerWidth === {width} && innerHeight === {height}")


def seen_on_small_screens(page: Page) -> list[str]:
    """Sideways scrolling at 320 and 360 px, and at 360 px with text twice as large."""
    faults = []
    for width, text in ((320, "100%"), (360, "200%"), (360, "100%")):
        resize(page, width)
        page.evaluate(f"document.documentElement.style.fontSize = '{text}'")
        faults += [f"{width} px, {text}: {fault}" for fault in measured(page, f"sideways({width})")]
    return faults


def barriers(page: Page) -> list[str]:
    """Everything that may keep somebody out of a page, as far as a machine can tell."""
    faults: list[str] = (
        by_axe(page) + measured(page, "smallTargets()") + seen_on_small_screens(page)
    )
    if page.url.endswith("/meetings/today") or not page.url.endswith(
        "/today"
    ):  # the neutral page is nothing but a date
        faults += measured(page, "landmarks()")
    return faults


def settle(page: Page) -> None:
    """As before: her words, her colours, a phone's screen."""
    page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="no-preference")
    resize(page, 360)
