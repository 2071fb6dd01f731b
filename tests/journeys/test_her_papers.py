"""She photographs a letter and sends it: made small on the phone, or as it is when there is no JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Request, expect

from tests.journeys.conftest import Demo, fits, sign_in, sign_in_staff
from tests.journeys.taps import comes_true, follow
from tests.messages import pictures_of_papers as sent

pytestmark = pytest.mark.journey
FIELD = "details[data-portal-papers]"
SEND = "#write .acts button.button:not([formaction])"


def photo() -> FilePayload:
    """As a phone takes it: 12 million points, about 4 MB, held upright, with a place in it."""
    said = Image.Exif()
    said[0x010F], said[0x0112] = sent.MAKER.decode(), 6
    content = sent.encoded(sent.noisy(4000, 3000, 15), quality=88, exif=said)
    assert 3_000_000 < len(content) < 5_000_000
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content}


def opened(page: Page) -> Page:
    page.goto("/".join(page.url.split("/")[:3]) + "/messages")
    if page.locator(FIELD).get_attribute("open") is None:
        page.locator(f"{FIELD} summary").click()
    return page


def newest(page: Page) -> bytes:
    """The last paper of the conversation, as it comes down to the phone."""
    with page.expect_download() as coming:
        page.locator("main a[href*='/messages/papers/']").last.click()
    assert coming.value.suggested_filename == "papper-1.jpg"
    return coming.value.path().read_bytes()


def test_she_photographs_in_somali_and_a_fifth_of_it_is_sent(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("so")
    sign_in(page, demo.links[0])
    opened(page)
    taken = photo()
    page.locator("#papers").set_input_files([taken, taken])
    rows = page.locator(f"{FIELD} [data-portal-list] li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("kB")
    assert rows.first.locator("canvas").evaluate("each => each.height > each.width"), "upright"
    assert fits(page)
    rows.last.locator("button").click()
    expect(rows).to_have_count(1)
    page.locator("#body").fill("Waa tan warqadda")
    posts: list[Request] = []
    page.on("request", lambda one: posts.append(one) if one.method == "POST" else None)
    page.locator(SEND).click()
    page.wait_for_url("**/messages?sent=**")
    [post] = [one for one in posts if one.url.endswith("/messages")]
    shrunk = int(post.all_headers()["content-length"])
    assert shrunk < len(taken["buffer"]) / 4
    picture = sent.opened(newest(page))
    assert picture.height > picture.width and max(picture.size) <= 1800
    assert not dict(picture.getexif())


def test_she_stops_sending_and_nothing_is_lost(demo: Demo, phone: Callable[..., Page]) -> None:
    page = phone("so")
    sign_in(page, demo.links[0])
    opened(page)
    letter = sent.encoded(sent.noisy(2400, 1800), "PDF", quality=75)
    page.locator("#papers").set_input_files(
        {"name": "brev.pdf", "mimeType": "application/pdf", "buffer": letter}
    )
    page.locator("#body").fill("Waa tan warqadda")
    net = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    net.send("Network.emulateNetworkConditions", slow)
    page.locator(SEND).click()
    state = page.locator("[data-portal-state]")
    expect(state.locator("progress")).to_have_js_property("max", 100)
    comes_true(page, "document.querySelector('progress').value > 0")
    state.locator("button").click()
    expect(state).to_have_count(0)
    expect(page.locator("#body")).to_have_value("Waa tan warqadda")
    expect(page.locator(f"{FIELD} [data-portal-list] li")).to_have_count(1)
    net.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    page.locator(SEND).click()
    page.wait_for_url("**/messages?sent=**")
    expect(page.locator("main a[href*='/messages/papers/']").last).to_contain_text("PDF")


def test_without_javascript_she_adds_it_looks_and_sends_and_her_caseworker_opens_it(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("so", javascript=False)
    sign_in(page, demo.links[0])
    opened(page)
    page.locator("#body").fill("Waa tan warqadda")
    page.locator("#papers").set_input_files(photo())
    follow(page.locator(f"{FIELD} button[formaction$='/papers'].button"))
    expect(page.locator("[name=take_out]")).to_have_count(1)
    expect(page.locator("#body")).to_have_value("Waa tan warqadda")
    assert fits(page)
    follow(page.locator(SEND))
    assert max(sent.opened(newest(page)).size) == 2000

    hers = phone("sv")
    sign_in_staff(hers, demo.links[2])
    hers.goto(f"{demo.address}/staff/messages")
    follow(hers.locator("main a[href*='/staff/messages/']", has_text="Amina").first)
    hers.wait_for_selector("#answer")
    assert not dict(sent.opened(newest(hers)).getexif())
