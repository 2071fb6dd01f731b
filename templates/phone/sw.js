{# Keeps one page for when there is no contact with the net, and the files it needs: nothing else, and nothing of anybody's. #}
"use strict";
const PAGE = "/offline";
const FILES = {{ files|tojson }};
const CACHE = `offline ${FILES}`;
const WEEK = 7 * 24 * 3600e3;

const isGood = (kept, language) => kept && kept.headers.get("Content-Language") === language
  && Date.now() - Date.parse(kept.headers.get("Date")) < WEEK;
const keep = async (language) => {
  const cache = await caches.open(CACHE);
  if (!isGood(await cache.match(PAGE), language)) await cache.addAll([PAGE, ...FILES]);
};
const empty = async (but) => {
  for (const name of await caches.keys()) if (name !== but) await caches.delete(name);
};
const begin = async () => {
  await empty(CACHE);
  if (registration.navigationPreload) await registration.navigationPreload.enable();
  await clients.claim();
  {% if push_key %}await renew().catch(() => {});{% endif %}

};
const answer = async (event) => {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch (_) {
    return (await caches.match(PAGE)) || Response.error();
  }
};

{# One after the other: what is being kept when she leaves is kept first, and then emptied. #}
let last = Promise.resolve();
const inTurn = (work) => (last = last.then(work, work));

addEventListener("install", (event) => { skipWaiting(); event.waitUntil(inTurn(() => keep())); });
addEventListener("activate", (event) => event.waitUntil(begin()));
{# A page came in this language, or she left in a hurry. #}
addEventListener("message", (event) => event.waitUntil(
  inTurn(() => (event.data === "left" ? empty() : keep(event.data))).catch(() => {}),
));
addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (FILES.includes(pathname)) event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  {# A form that could not be sent is the browser's, which can send it again; the neutral page stays neutral. #}
  else if (request.mode === "navigate" && request.method === "GET" && pathname !== "/today") event.respondWith(answer(event));
});

{% if push_key %}{# Notices. The text came with the notice, in her language; it says nothing of anybody. One takes the other's place. #}
const show = async ({ title, body, lang, dir, id }) => {
  const shown = await registration.getNotifications({ tag: "news" });
  const isAgain = shown.some((one) => one.data === id);
  await registration.showNotification(title, { body, lang, dir, tag: "news", renotify: !isAgain, data: id, icon: {{ icon|tojson }} });
};
addEventListener("push", (event) => event.waitUntil(show(event.data.json())));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow("/"));
});

{# The phone has another address at the push service, or the portal another key: also while she is signed out. #}
const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const KEY = {{ push_key|tojson }};
async function renew(old) {
  const manager = registration.pushManager;
  old = old || (manager && await manager.getSubscription());
  if (!KEY || !old) return;
  if (old.options && text(old.options.applicationServerKey) !== KEY) await old.unsubscribe();
  const found = (await manager.getSubscription()) || await manager.subscribe({ userVisibleOnly: true, applicationServerKey: KEY });
  if (found.endpoint === old.endpoint) return;
  await fetch("/push/renew", { method: "POST", body: new URLSearchParams({
    old: old.endpoint, endpoint: found.endpoint, p256dh: text(found.getKey("p256dh")), auth: text(found.getKey("auth")),
  }) });
}
addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event.oldSubscription)));
{% endif %}
