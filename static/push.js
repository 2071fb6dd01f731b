/* Notices on this phone: asks the phone, and sends its address at the push service with the form on the page. */
(() => {
  "use strict";
  const box = document.querySelector("[data-portal-push]");
  if (!box) return;
  const form = box.querySelector("form"), { portalPush: worker, key } = box.dataset, isOn = "on" in box.dataset;
  const say = (word) => {
    box.querySelectorAll("[data-portal-when]").forEach((one) => { one.hidden = one.dataset.portalWhen !== word; });
    form.hidden = word !== "off";
  };
  const isIphone = /iPhone|iPad/.test(navigator.userAgent);
  const isInstalled = navigator.standalone || matchMedia("(display-mode: standalone)").matches;
  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const bytes = Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const isOurs = (found) => found && text(found.options.applicationServerKey) === key;

  const subscribe = async () => {
    const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "all" });
    await navigator.serviceWorker.ready;
    let found = await registration.pushManager.getSubscription();
    if (found && !isOurs(found)) { await found.unsubscribe(); found = null; } // made for a key that we no longer have
    found = found || await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes });
    form.elements.endpoint.value = found.endpoint;
    form.elements.p256dh.value = text(found.getKey("p256dh"));
    form.elements.auth.value = text(found.getKey("auth"));
  };
  const begin = async () => {
    if (isIphone && !isInstalled) return say("iphone");
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return say("unable");
    if (Notification.permission === "denied") return say("denied");
    const registration = await navigator.serviceWorker.getRegistration();
    const found = registration && await registration.pushManager.getSubscription();
    if (found && !isOn && !isOurs(found) && Notification.permission === "granted") { // our key is a new one: quietly again
      await subscribe();
      return form.submit();
    }
    say(isOn && isOurs(found) ? "on" : "off");
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    Notification.requestPermission()
      .then((answer) => (answer === "granted" ? subscribe().then(() => form.submit()) : say("denied")))
      .catch(() => say("unable"));
  });
  begin().catch(() => say("unable"));
})();
