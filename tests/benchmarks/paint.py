"""When a phone on a thin link shows something: first contentful paint, against a bare page on the same link."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.link import thin
from tests.journeys.conftest import FLAGS

ROUNDS = 3
PAINTED = """() => new Promise(done => new PerformanceObserver(list => {
  const paint = list.getEntriesByName('first-contentful-paint')[0];
  if (paint) done(paint.startTime);
}).observe({type: 'paint', buffered: true}))"""


def paints(floor: int, portal: int, cookie: str) -> dict[str, float]:
    """Milliseconds to first contentful paint with an empty cache, the best of a few: floor and home."""
    best = {"floor": float("inf"), "home": float("inf")}
    with sync_playwright() as playwright, thin(floor) as slow_floor, thin(portal) as slow_portal:
        own = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=own, args=FLAGS)
        for _ in range(ROUNDS):
            best["floor"] = min(best["floor"], _paint(browser, slow_floor, "/styled", cookie))
            best["home"] = min(best["home"], _paint(browser, slow_portal, "/", cookie))
        browser.close()
    return best


def _paint(browser: Browser, port: int, path: str, cookie: str) -> float:
    """A service worker would hide the link: it is kept away while measuring."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}{path}", wait_until="commit")
    painted = float(page.evaluate(PAINTED))
    context.close()
    return painted
