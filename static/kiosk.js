/* A unit's tablet forgets between people: after a while without a touch it begins anew, and what was not sent goes.
   Without this file the page has a button that does the same, and the server forgets after ten minutes. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-portal-forget]");
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // a page kept by the browser is somebody's
  if (!form) return;
  const { portalForget: start, portalSeconds: seconds } = form.dataset;
  const lasts = Number(seconds) * 1000, warned = 20000;
  const still = document.querySelector("template[data-portal-still]");
  let touched = Date.now(), dialog = null, isGone = false;

  const forget = () => {
    if (isGone) return;
    isGone = true;
    document.body.hidden = true;
    if (window.speechSynthesis) speechSynthesis.cancel();
    try { sessionStorage.clear(); } catch { /* storage is turned off */ }
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
      .catch(() => {}).then(() => location.replace(start));
  };
  const touch = () => {
    touched = Date.now();
    if (dialog) dialog.remove();
    dialog = null;
  };
  const look = () => {
    const left = touched + lasts - Date.now();
    if (left <= 0) return forget();
    if (left > warned || lasts <= warned || dialog) return;
    document.body.append(still.content.cloneNode(true));
    dialog = document.body.querySelector("[role=alertdialog]");
    dialog.focus();
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); forget(); });
  ["pointerdown", "keydown", "input", "scroll"].forEach((name) => document.addEventListener(name, touch, { passive: true }));
  setInterval(look, 1000);
})();
