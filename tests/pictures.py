"""Pictures of the main pages on a phone, in every language: for translators, and for the README.

make pictures      # into build/pictures/, and the README's two into docs/pictures/
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from portal import i18n
from tests.journeys.conftest import FLAGS, sign_in

PAGES = {
    "home": "/",
    "plan": "/plan",
    "week": "/week",
    "messages": "/messages",
    "people": "/people",
    "me": "/me",
    "access-log": "/me/access-log",
    "help": "/help",
    "words": "/words",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
}
STEP = "#next-step a[href^='/plan/steps/']"
"""The step has an address of its own in every demo: it is the one that home leads to."""
SIGNED_OUT = {"first": "/", "sign-in": "/sign-in", "code": "/sign-in/code"}
MENU_AT_THE_END = "nav.places { position: static !important }"
"""On a whole page the menu would cover the text in its middle."""
IN_README = ("home.sv", "home.ar")
ROOT = Path(__file__).parent.parent


def main() -> None:
    """Start a demo of its own, sign in as P-1001, and take every page in every language."""
    target = ROOT / "build" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo, address, link = _demo(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=FLAGS
        )
        page = browser.new_page(
            viewport={"width": 360, "height": 740}, device_scale_factor=2, bypass_csp=True
        )
        for language in i18n.languages():
            _take(page, address, SIGNED_OUT, language, target)
        sign_in(page, link)
        for language in i18n.languages():
            _take(page, address, PAGES | {"step": _step(page, address)}, language, target)
        browser.close()
        demo.terminate()
        demo.wait(timeout=20)
    for name in IN_README:
        shutil.copyfile(target / f"{name}.png", ROOT / "docs" / "pictures" / f"{name}.png")


def _take(page: Page, address: str, pages: dict[str, str], language: str, target: Path) -> None:
    page.goto(address)
    page.locator("header .languages summary").click()
    page.locator(f"header .languages button[value={language}]").click()
    for name, path in pages.items():
        page.goto(address + path)
        in_readme = f"{name}.{language}" in IN_README
        page.screenshot(
            path=target / f"{name}.{language}.png",
            full_page=not in_readme,
            style=None if in_readme else MENU_AT_THE_END,
        )


def _step(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator(STEP).get_attribute("href") or "/plan"


def _demo(folder: Path) -> tuple[subprocess.Popen[str], str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    demo = subprocess.Popen(
        [Path(sys.executable).parent / "portal", "demo", "--port", str(port)],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert demo.stdout
    link = ""
    while not link:
        found = re.search(r"http://\S+/sign-in/code\?code=\S+", demo.stdout.readline())
        link = found[0] if found else ""
    while True:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return demo, f"http://127.0.0.1:{port}", link
        time.sleep(0.2)


if __name__ == "__main__":
    main()
