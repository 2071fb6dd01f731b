/* Small comforts. Nothing depends on this file: every page and form works without it.
   It holds no words: those stand in the pages, in the reader's language. */
(() => {
  "use strict";
  const body = document.body;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("portal") : null;
  const tell = (word) => { if (tabs) tabs.postMessage(word); };

  const savesData = navigator.connection && navigator.connection.saveData;
  const hide = () => {
    body.hidden = true;
    if (window.speechSynthesis) speechSynthesis.cancel();
  };

  /* Leaving in a hurry: the neutral page takes this one's place in the history, and the server ends the session. */
  const exit = document.querySelector("form[data-portal-exit]");
  let isGone = false; // the page lives on, hidden, until a slow net has brought the next one
  const vanish = () => {
    isGone = true;
    hide();
    location.replace(exit.dataset.portalExit);
  };
  const leave = () => {
    isGone = true;
    tell("left");
    fetch(exit.action, {
      method: "POST", body: new URLSearchParams(new FormData(exit)), keepalive: true, redirect: "manual",
    }).catch(() => {});
    try { sessionStorage.clear(); } catch { /* storage is turned off */ }
    if ("serviceWorker" in navigator && navigator.serviceWorker.controller) {
      navigator.serviceWorker.controller.postMessage("left"); // the worker empties its cache: it lives on when this page is gone
    }
    vanish();
  };
  if (exit) {
    let presses = [];
    exit.addEventListener("submit", (event) => { event.preventDefault(); leave(); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
      if (presses.length >= 3) leave();
    });
  }

  /* The end of a session: warned two minutes before, then the page makes way for the sign-in page. */
  const source = document.querySelector("template[data-portal-idle]");
  if (source) {
    const minute = 60000;
    const { portalStillHere: stillHere, portalSignIn: signIn } = source.dataset;
    const lasts = Number(body.dataset.portalIdleMinutes) * minute - 30000; // the server counts from up to 30 s earlier
    const warned = Number(body.dataset.portalWarningMinutes) * minute;
    let end, asked, dialog = null, came = null;

    const close = () => {
      if (!dialog) return;
      dialog.remove();
      dialog = null;
      if (came && came.isConnected) came.focus();
    };
    const begin = () => { end = Date.now() + lasts; asked = Date.now(); close(); };
    const toSignIn = () => {
      hide();
      location.replace(`${signIn}?next=${encodeURIComponent(location.pathname)}`);
    };
    const stay = () => {
      asked = Date.now();
      fetch(stillHere, { redirect: "manual" }).then((answer) => {
        if (answer.status !== 204) return toSignIn();
        begin();
        tell("here");
      }).catch(() => {});
    };
    const warn = () => {
      came = document.activeElement;
      body.append(source.content.cloneNode(true));
      dialog = body.querySelector("[role=alertdialog]");
      dialog.querySelector("[data-portal-stay]").addEventListener("click", stay);
      dialog.focus();
    };
    const look = () => {
      const left = end - Date.now();
      if (left <= 0) toSignIn();
      else if (left <= warned && !dialog) warn();
    };

    begin();
    tell("here");
    setInterval(look, 5000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
    document.addEventListener("htmx:afterRequest", ({ detail }) => { if (!("portalLook" in detail.elt.dataset)) begin(); }); // what a page asks by itself is no sign of her
    document.addEventListener("input", () => { if (Date.now() - asked > 5 * minute) stay(); }); // writing slowly is being here
    if (tabs) tabs.addEventListener("message", ({ data }) => { if (data === "here") begin(); });
  }
  if (tabs && exit) tabs.addEventListener("message", ({ data }) => { if (data === "left") vanish(); });

  /* The open language menu would lie over what has the focus next. */
  const menu = document.querySelector(".languages");
  if (menu) menu.addEventListener("focusout", ({ relatedTarget: next }) => { if (next && !menu.contains(next)) menu.open = false; });

  /* A message that she writes is kept when she pauses or looks away; one from us is read when its end has been on the
     screen for a second, and so have those before it. The server answers 204 when it is done. */
  const post = (form, address, more) => {
    const fields = new URLSearchParams(new FormData(form));
    Object.entries({ quiet: "yes", ...more }).forEach(([name, value]) => fields.set(name, value));
    return fetch(address, { method: "POST", body: fields, keepalive: true, redirect: "manual" })
      .then(({ status }) => status === 204, () => false);
  };
  const writing = document.querySelector("form[data-portal-keep]");
  if (writing) {
    const note = writing.querySelector("[data-portal-kept]");
    let later = 0;
    const keep = async () => {
      clearTimeout(later);
      later = 0;
      if (!isGone && await post(writing, writing.dataset.portalKeep)) note.hidden = !writing.elements.body.value.trim();
    };
    writing.addEventListener("input", () => { clearTimeout(later); later = setTimeout(keep, 2000); });
    writing.addEventListener("submit", () => { clearTimeout(later); later = 0; });
    document.addEventListener("visibilitychange", () => { if (document.hidden && later) keep(); });
  }
  const marking = document.querySelector("form[data-portal-mark]");
  if (marking && "IntersectionObserver" in window) {
    const unread = [...document.querySelectorAll("[data-portal-unread]")];
    const waits = new Map();
    const wait = (one) => waits.set(one, setTimeout(() => (document.hidden ? wait(one) : saw(one)), 1000));
    const eye = new IntersectionObserver((changes) => changes.forEach(({ target, isIntersecting }) => {
      clearTimeout(waits.get(target));
      if (isIntersecting) wait(target);
    }), { rootMargin: "0px 0px -64px" }); // what the menu at the foot covers is not seen
    const saw = async (one) => {
      one.portalSeen = true;
      eye.unobserve(one);
      const next = unread.findIndex((each) => !each.portalSeen);
      const last = unread[(next < 0 ? unread.length : next) - 1];
      if (next === 0 || isGone) return;
      const done = await post(marking, marking.action, { number: last.dataset.portalUnread });
      if (done && next < 0) marking.hidden = true;
    };
    unread.forEach((one) => eye.observe(one));
  }

  document.querySelectorAll("[data-portal-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  /* The rest comes when the page has been painted and read, and never to a phone that saves data: htmx, reading aloud,
     and the worker that keeps the page for when there is no contact with the net. */
  const fetched = (address) => {
    const script = document.createElement("script");
    script.src = address;
    document.head.append(script);
  };
  const readable = document.querySelector("[data-portal-read]");
  const installable = document.querySelector("link[data-portal-worker]");
  if (!savesData) addEventListener("load", () => setTimeout(() => {
    if (isGone) return;
    if (body.dataset.portalHtmx && document.querySelector("[hx-post]")) fetched(body.dataset.portalHtmx);
    if (readable && "speechSynthesis" in window) fetched(readable.dataset.portalRead);
    if (installable && "serviceWorker" in navigator) {
      navigator.serviceWorker.register(installable.dataset.portalWorker, { updateViaCache: "all" })
        .then(({ active }) => { if (active && !isGone) active.postMessage(document.documentElement.lang); })
        .catch(() => {});
    }
  }, 200));
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    const notice = target.querySelector(".notice, [role=alert]"); // in what has just come: an older one keeps no focus
    if (notice) notice.focus();
  });
  document.addEventListener("htmx:sendError", ({ detail }) => {
    if (detail.requestConfig.verb === "get") return;
    const words = document.querySelector("template[data-portal-unsent]").content.cloneNode(true);
    detail.elt.querySelectorAll("[data-portal-said]").forEach((old) => old.remove());
    words.firstElementChild.dataset.portalSaid = "";
    detail.elt.prepend(words);
    detail.elt.firstElementChild.focus();
  });
})();
