"""When a phone on a thin link shows something: first contentful paint, against a bare page on the same link."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.benchmarks.link import thin
from tests.journeys.conftest import FLAGS

ROUNDS = 3
PAINTED = """() => new Promise(done => new PerformanceObserver(list => {
  const paint = list.getEntriesByName('first-contentful-paint')[0];
  if (paint) done(paint.startTime);
}).observe({type: 'paint', buffered: true}))"""


@dataclass(frozen=True)
class Link:
    """A telephone link; `round_trip` in seconds."""

    said: str
    bits_a_second: int
    round_trip: float


LINKS = (
    Link("400 kbit/s and 400 ms", 400_000, 0.4),
    Link("a used-up quota, 32 kbit/s and 100 ms", 32_000, 0.1),
)
VISITS = ("first visit", "repeat")


def paints(floor: int, portal: int, cookie: str) -> dict[tuple[Link, str], tuple[float, float]]:
    """Milliseconds to first contentful paint for each link and visit, the best of a few: bare page and home."""
    found: dict[tuple[Link, str], tuple[float, float]] = {}
    with sync_playwright() as playwright:
        own = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=own, args=FLAGS)
        for link in LINKS:
            bare = _best(browser, floor, "/styled", cookie, link)
            home = _best(browser, portal, "/", cookie, link)
            found |= {(link, visit): (bare[visit], home[visit]) for visit in VISITS}
        browser.close()
    return found


def _best(browser: Browser, port: int, path: str, cookie: str, link: Link) -> dict[str, float]:
    best = dict.fromkeys(VISITS, float("inf"))
    with thin(port, bits_a_second=link.bits_a_second, round_trip=link.round_trip) as slow:
        for _ in range(ROUNDS):
            # A service worker would hide the link: it is kept away while measuring.
            context = browser.new_context(
                viewport={"width": 360, "height": 640}, service_workers="block"
            )
            name, _, value = cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{slow}"}])
            for visit in VISITS:
                best[visit] = min(best[visit], _paint(context, f"http://127.0.0.1:{slow}{path}"))
            context.close()
    return best


def _paint(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    page.goto(address, wait_until="commit")
    painted = float(page.evaluate(PAINTED))
    page.wait_for_load_state("networkidle")
    page.close()
    return painted
