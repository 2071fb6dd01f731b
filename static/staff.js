/* The staff's inbox and conversations: what is new comes by itself, and what was on the screen is marked as read.
   Nothing depends on this file: every list has its address, and every form its button. It holds no words. */
(() => {
  "use strict";
  const EVERY = 30000, ON_SCREEN = 1000, WRITTEN = 1500, ATTENDED = 60000;

  /* What is new: asked for every half minute, and never while nobody sees the page. */
  const isBusy = (part) => [...part.querySelectorAll("textarea")].some(({ value }) => value)
    || Boolean(part.querySelector("textarea:focus, select:focus"));
  const look = () => document.querySelectorAll("[data-portal-look]").forEach((part) => {
    if (!isBusy(part)) part.dispatchEvent(new CustomEvent("portal:look")); // a note that is being written is not taken away
  });
  let timer = null, looked = Date.now();
  const tick = () => { looked = Date.now(); look(); };
  const follow = () => {
    clearInterval(timer);
    if (document.hidden) return;
    if (Date.now() - looked >= EVERY) tick();
    timer = setInterval(tick, EVERY);
  };
  document.addEventListener("visibilitychange", follow);
  follow();

  /* Read: each of her messages has been on the screen for a second, and all before it; and somebody sits there, who has
     touched the page within a minute. */
  const token = () => document.querySelector("input[name=csrf_token]").value;
  const send = (address, fields, headers = {}) => fetch(address, {
    method: "POST", body: new URLSearchParams({ ...fields, csrf_token: token() }), headers, keepalive: true, redirect: "manual",
  }).catch(() => {});
  let said = 0, here = Date.now();
  /* What the forms count as read is what stood there when the page was opened, and what has been on the screen since. */
  const forms = () => [...document.querySelectorAll("[data-portal-seen]")];
  let known = Math.max(0, ...forms().map(({ value }) => Number(value)));
  const hold = () => forms().forEach((one) => { one.value = known; });
  const seen = new Set();
  const tell = () => {
    const part = document.querySelector("[data-portal-mark]");
    if (!part || document.hidden || Date.now() - here > ATTENDED) return;
    let upTo = 0;
    for (const one of part.querySelectorAll("[data-portal-unread]")) {
      if (!seen.has(one.dataset.portalUnread)) break;
      upTo = Number(one.dataset.portalUnread);
    }
    if (upTo <= said) return;
    said = upTo;
    known = Math.max(known, upTo);
    hold();
    send(part.dataset.portalMark, { number: upTo });
    if (seen.size >= part.querySelectorAll("[data-portal-unread]").length) {
      part.querySelectorAll("[data-portal-readable]").forEach((form) => { form.hidden = true; });
    }
  };
  for (const touch of ["pointerdown", "keydown", "input", "scroll", "focus"]) {
    addEventListener(touch, () => { here = Date.now(); tell(); }, { passive: true });
  }
  const waits = new Map();
  const isSeen = ({ isIntersecting, intersectionRatio, boundingClientRect: { bottom } }) =>
    isIntersecting && (intersectionRatio >= .6 || bottom <= innerHeight);
  const eye = new IntersectionObserver((changes) => changes.forEach((change) => {
    const number = change.target.dataset.portalUnread;
    if (!isSeen(change) || document.hidden) { clearTimeout(waits.get(number)); waits.delete(number); return; }
    if (!waits.has(number)) waits.set(number, setTimeout(() => { seen.add(number); tell(); }, ON_SCREEN));
  }), { threshold: [0, .2, .4, .6, .8, 1] });
  const watch = () => {
    eye.disconnect();
    waits.forEach(clearTimeout);
    waits.clear();
    document.querySelectorAll("[data-portal-unread]").forEach((one) => eye.observe(one));
  };
  document.addEventListener("htmx:afterSettle", () => { hold(); watch(); });
  document.addEventListener("visibilitychange", watch);
  watch();

  /* What she writes is kept, sealed, while she writes it. */
  const form = document.querySelector("form[data-portal-draft]");
  if (form) {
    let kept = null;
    const keep = () => {
      kept = null;
      const { body, subject, key } = form.elements;
      send(form.dataset.portalDraft, { body: body.value, subject: subject.value, key: key.value }, { "X-Portal-Draft": "1" });
    };
    form.addEventListener("input", () => { clearTimeout(kept); kept = setTimeout(keep, WRITTEN); });
    form.addEventListener("submit", () => { clearTimeout(kept); kept = null; });
    addEventListener("pagehide", () => { if (kept) { clearTimeout(kept); keep(); } });
  }
})();
