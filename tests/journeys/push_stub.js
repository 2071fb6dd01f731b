/* A browser's push service in the tests: real keys, an address of the tests' own. What it made outlives a page, as a
   phone's does. ADDRESS is filled in. */
(() => {
  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0)).buffer;
  const subscription = (kept) => ({
    endpoint: kept.endpoint,
    options: { userVisibleOnly: true, applicationServerKey: bytes(kept.key) },
    getKey: (name) => bytes(kept[name]),
    unsubscribe: async () => { localStorage.removeItem("push"); return true; },
  });
  PushManager.prototype.getSubscription = async () => {
    const kept = localStorage.getItem("push");
    return kept ? subscription(JSON.parse(kept)) : null;
  };
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const made = Number(localStorage.getItem("made") || 0) + 1;
    const kept = {
      endpoint: `ADDRESS/${made}`,
      key: text(applicationServerKey),
      p256dh: text(await crypto.subtle.exportKey("raw", pair.publicKey)),
      auth: text(crypto.getRandomValues(new Uint8Array(16))),
      secret: (await crypto.subtle.exportKey("jwk", pair.privateKey)).d,
    };
    localStorage.setItem("made", made);
    localStorage.setItem("push", JSON.stringify(kept));
    return subscription(kept);
  };
  Notification.requestPermission = async () => "granted";
})();
