{# Keeps one page for when there is no contact with the net, and the files it needs: nothing else, and nothing of anybody's. #}
"use strict";
const PAGE = "/offline";
const FILES = {{ files|tojson }};
const CACHE = `offline ${FILES}`;
{% if push_key %}const MEMORY = "notices";
{% endif %}const WEEK = 7 * 24 * 3600e3;

const isGood = (kept, language) => kept && kept.headers.get("Content-Language") === language
  && Date.now() - Date.parse(kept.headers.get("Date")) < WEEK;
const keep = async (language) => {
  const cache = await caches.open(CACHE);
  if (!isGood(await cache.match(PAGE), language)) await cache.addAll([PAGE, ...FILES]);
};
const empty = async (but) => {
  for (const name of await caches.keys()) if (name !== but{% if push_key %} && name !== MEMORY{% endif %}) await caches.delete(name);
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
  inTurn(() => (event.data === "left" ? empty() : keep(event.data))).catch(() => {}){% if push_key %}
    .then(() => again()).catch(() => {}){% endif %},
));
addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (FILES.includes(pathname)) event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  {# A form that could not be sent is the browser's, which can send it again; the neutral page stays neutral. #}
  else if (request.mode === "navigate" && request.method === "GET" && pathname !== "/today") event.respondWith(answer(event));
});

{% if push_key %}{# Notices. The text came with the notice, in her language; it says nothing of anybody. One takes the other's place. #}
const remembered = async (what) => (await caches.has(MEMORY)) && (await (await caches.open(MEMORY)).match(what))?.json();
const remember = async (what, said) => (await caches.open(MEMORY)).put(what, new Response(JSON.stringify(said)));
{# One that was sent twice is heard once, also when she has wiped it away meanwhile. #}
const show = async ({ title, body, lang, dir, id }) => {
  const heard = (await remembered("/heard").catch(() => null)) || [], isAgain = heard.includes(id);
  await registration.showNotification(title, { body, lang, dir, tag: "news", renotify: !isAgain, silent: isAgain, data: id, icon: {{ icon|tojson }} });
  if (!isAgain) await remember("/heard", [id, ...heard].slice(0, 20)).catch(() => {});
};
addEventListener("push", (event) => event.waitUntil(show(event.data.json())));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow("/"));
});

{# The phone has another address at the push service, or the portal another key: also while she is signed out. #}
const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const KEY = {{ push_key|tojson }};
{# What the portal knows is remembered until it has answered that it knows the new one: else it is told at her next visit. #}
async function renew(old) {
  const manager = registration.pushManager, known = await remembered("/known");
  old = old || (manager && await manager.getSubscription());
  if (!KEY || !manager || !(old || known)) return;
  const isOlder = old && old.options && text(old.options.applicationServerKey) !== KEY;
  const before = known || old.endpoint;
  if (isOlder) {
    await remember("/known", before);
    await old.unsubscribe();
  }
  const found = (await manager.getSubscription()) || await manager.subscribe({ userVisibleOnly: true, applicationServerKey: KEY });
  if (found.endpoint !== before) {
    await remember("/known", before);
    const answer = await fetch("/push/renew", { method: "POST", body: new URLSearchParams({
      old: before, endpoint: found.endpoint, p256dh: text(found.getKey("p256dh")), auth: text(found.getKey("auth")),
    }) });
    if (!answer.ok) return;
  }
  if (await caches.has(MEMORY)) await (await caches.open(MEMORY)).delete("/known");
}
const again = async () => { if (await remembered("/known")) await inTurn(() => renew()); };
addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event.oldSubscription)));
{% endif %}
