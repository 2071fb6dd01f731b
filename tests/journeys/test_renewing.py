"""The phone's worker says its new address until the portal has heard it, and is heard once for each notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from portal import create_app
from portal.notice_settings import NoticeSettings
from portal.notifications.push import new_key
from portal.settings import Settings

pytestmark = pytest.mark.journey

SECRET = "a secret that only the tests know, long enough"
PHONE = """() => {
  const kept = new Map(), listeners = {};
  const bytes = (key) => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const made = (endpoint, key) => ({
    endpoint, options: { applicationServerKey: bytes(key).buffer },
    getKey: () => new Uint8Array([1, 2]).buffer,
    unsubscribe: async () => { phone.has = null; },
  });
  const phone = window.phone = { has: made("old", "AAAA"), told: [], shown: [], answers: [], made: 0 };
  const cache = (name) => ({
    match: async (what) => kept.get(name)?.get(what)?.clone(),
    put: async (what, said) => { kept.get(name).set(what, said); },
    delete: async (what) => kept.get(name).delete(what),
    addAll: async () => {},
  });
  const caches = {
    has: async (name) => kept.has(name),
    open: async (name) => { if (!kept.has(name)) kept.set(name, new Map()); return cache(name); },
    keys: async () => [...kept.keys()], delete: async (name) => kept.delete(name), match: async () => undefined,
  };
  const registration = {
    pushManager: {
      getSubscription: async () => phone.has,
      subscribe: async ({ applicationServerKey }) => (phone.has = made(`new ${++phone.made}`, applicationServerKey)),
    },
    showNotification: async (title, options) => { phone.shown.push(options); },
    getNotifications: async () => [],
  };
  const fetch = async (address, { body }) => {
    phone.told.push([address, body.get("old"), body.get("endpoint")]);
    const status = phone.answers.shift() ?? 204;
    if (status === 0) throw new TypeError("no net");
    return new Response(null, { status });
  };
  const listen = (name, listener) => { listeners[name] = listener; };
  new Function("registration", "caches", "fetch", "addEventListener", "clients", "skipWaiting", SOURCE)(
    registration, caches, fetch, listen, { claim: async () => {} }, () => {});
  phone.happens = async (name, more) => {
    const waits = [];
    listeners[name]({ ...more, waitUntil: (work) => waits.push(work) });
    await Promise.all(waits);
  };
}"""


@pytest.fixture
def worker(phone: Callable[..., Page]) -> Page:
    """A page that plays the phone to the worker: a subscription for an older key of ours, and a portal that answers."""
    settings = Settings(SECRET, "sqlite://", notices=NoticeSettings(vapid_key=new_key()))
    source = create_app(settings).test_client().get("/sw.js").text
    page = phone()
    page.evaluate(PHONE.replace("SOURCE", json.dumps(source)))
    return page


def happens(page: Page, name: str, more: object = None) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "async ([name, more]) => { await phone.happens(name, more || {}); return phone; }",
        [name, more],
    )
    return found


def visits(page: Page) -> dict[str, Any]:
    return happens(page, "message", {"data": "sv"})


TOLD = ["/push/renew", "old", "new 1"]


@pytest.mark.parametrize("fault", [0, 429, 500])
def test_what_the_portal_did_not_hear_is_said_again_at_her_next_visit(
    worker: Page, fault: int
) -> None:
    worker.evaluate("(fault) => { phone.answers = [fault, fault]; }", fault)
    assert happens(worker, "activate")["told"] == [TOLD]
    assert visits(worker)["told"] == [TOLD] * 2
    assert happens(worker, "message", {"data": "left"})["told"] == [TOLD] * 3, (
        "also when she has left in a hurry"
    )
    assert visits(worker)["told"] == [TOLD] * 3, "it was heard, and is not said again"
    assert happens(worker, "activate")["told"] == [TOLD] * 3


def test_what_was_heard_is_said_once(worker: Page) -> None:
    assert happens(worker, "activate")["told"] == [TOLD]
    assert visits(worker)["told"] == [TOLD]


def test_a_phone_that_could_not_be_given_a_new_address_gets_one_later(worker: Page) -> None:
    worker.evaluate("""() => {
      phone.answers = [0];
      phone.has.unsubscribe = async () => { phone.has = null; throw new Error("in the middle"); };
    }""")
    assert happens(worker, "activate")["told"] == []
    worker.evaluate("() => { phone.answers = []; }")
    assert visits(worker)["told"] == [TOLD]


def test_a_notice_that_comes_twice_is_heard_once_also_when_it_was_wiped_away(worker: Page) -> None:
    push = """async (id) => {
      await phone.happens("push", { data: { json: () => ({ title: "t", body: "b", lang: "sv", dir: "ltr", id }) } });
      return phone.shown.map(({ silent, renotify }) => [silent, renotify]);
    }"""
    worker.evaluate(push, "a")
    worker.evaluate(push, "b")
    loud, silent = [False, True], [True, False]
    assert worker.evaluate(push, "a") == [loud, loud, silent]
