/* Photos of papers: made small on the phone before they are sent, with a way to take one out, to see how much is sent,
   and to stop. Without this file the same form sends the photos as they are. It holds no words: those stand in the page. */
(() => {
  "use strict";
  const EDGE = 1800, QUALITY = 0.75, PREVIEW = 56;
  const chosen = new WeakMap(); // field → [{ file, preview }]
  const busy = new WeakMap(); // field → what is being made small
  const copy = (box, name) => box.querySelector(`template[data-portal-${name}]`).content.firstElementChild.cloneNode(true);
  const size = (bytes) => bytes >= 1e6
    ? `${(bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, numberingSystem: "latn" })} MB`
    : `${Math.max(1, Math.round(bytes / 1000))} kB`;

  const drawn = (picture, edge) => {
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // what shines through lies on white paper
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  /* Small and upright; the file itself when the phone cannot, or when it would not become smaller. */
  const shrunk = async (file) => {
    if (!/^image\//.test(file.type)) return { file, preview: null };
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const canvas = drawn(picture, EDGE);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      const isSmaller = blob && blob.size < file.size;
      return {
        file: isSmaller ? new File([blob], "papper.jpg", { type: "image/jpeg" }) : file,
        preview: drawn(canvas, PREVIEW),
      };
    } catch {
      return { file, preview: null };
    } finally {
      if (picture) picture.close();
    }
  };

  const put = (field, list) => {
    const files = new DataTransfer();
    list.forEach(({ file }) => files.items.add(file));
    field.files = files.files;
    chosen.set(field, list);
  };

  const show = (field, troubles) => {
    const box = field.closest("[data-portal-papers]");
    box.querySelectorAll("[data-portal-list]").forEach((old) => old.remove());
    const list = document.createElement("ul");
    list.className = "rows";
    list.dataset.portalList = "";
    const before = box.querySelectorAll("button[name=take_out]").length;
    chosen.get(field).forEach((one, number) => {
      const row = copy(box, "chosen");
      row.querySelector("[data-portal-number]").textContent = before + number + 1;
      row.querySelector("[data-portal-size]").textContent = size(one.file.size);
      if (one.preview) {
        one.preview.setAttribute("aria-hidden", "true");
        row.prepend(one.preview, " ");
      }
      const out = row.querySelector("button");
      out.setAttribute("aria-label", `${out.textContent} ${before + number + 1}`);
      out.addEventListener("click", () => {
        put(field, chosen.get(field).filter((other) => other !== one));
        show(field, []);
        field.focus();
      });
      list.append(row);
    });
    const said = troubles.map((name) => copy(box, name));
    said.forEach((one) => { one.dataset.portalList = ""; });
    field.after(...said, list);
  };

  const choose = async (field) => {
    const { portalMost: most, portalLargest: largest } = field.closest("[data-portal-papers]").dataset;
    const before = chosen.get(field) || [];
    const troubles = new Set();
    const room = Number(most) - field.closest("[data-portal-papers]").querySelectorAll("button[name=take_out]").length;
    const list = [...before];
    for (const file of [...field.files]) { // one at a time: a phone has little memory
      if (list.length >= room) { troubles.add("too-many"); break; }
      const one = await shrunk(file);
      if (one.file.size > Number(largest)) troubles.add("too-large");
      else list.push(one);
    }
    put(field, list);
    show(field, [...troubles]);
  };

  const isField = (element) => element instanceof Element && element.matches("[data-portal-papers] input[type=file]");
  const canChoose = "DataTransfer" in window && "createImageBitmap" in window && "toBlob" in HTMLCanvasElement.prototype;
  if (!canChoose) return;

  document.addEventListener("change", ({ target }) => {
    if (isField(target)) busy.set(target, choose(target).finally(() => busy.delete(target)));
  });

  const restored = (form, words) => {
    form.querySelectorAll("[data-portal-state]").forEach((old) => old.remove());
    form.querySelectorAll("button").forEach((one) => { one.disabled = false; });
    if (!words) return;
    words.dataset.portalState = "";
    form.querySelector("[data-portal-papers]").after(words);
    words.focus();
  };

  /* What is answered: where to go on, or the same page with what is to be put right. */
  const answered = (request, form, box) => {
    const next = request.getResponseHeader("Portal-Next");
    if (next) {
      const address = new URL(next, location.href);
      address.searchParams.set("sent", ""); // else only the place on this page would change
      location.assign(address.href);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (!page) { restored(form, copy(box, "not-sent")); return; }
    document.querySelector("main").replaceWith(page);
    const trouble = page.querySelector("[role=alert]") || page;
    trouble.tabIndex = -1;
    trouble.focus();
  };

  const send = async (form, field, button) => {
    const box = field.closest("[data-portal-papers]");
    restored(form, copy(box, "sending"));
    const state = form.querySelector("[data-portal-state]");
    const content = new FormData(form);
    if (button && button.name) content.append(button.name, button.value);
    const request = new XMLHttpRequest();
    form.querySelectorAll("button").forEach((one) => { if (!state.contains(one)) one.disabled = true; });
    state.querySelector("button").addEventListener("click", () => { request.abort(); restored(form, null); field.focus(); });
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total) state.querySelector("progress").value = Math.round(100 * loaded / total);
    });
    request.addEventListener("load", () => answered(request, form, box));
    request.addEventListener("error", () => restored(form, copy(box, "not-sent")));
    request.open("POST", (button && button.getAttribute("formaction")) || form.action);
    request.setRequestHeader("Portal-Sends", "papers");
    request.send(content);
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target, field = form.querySelector("[data-portal-papers] input[type=file]");
    if (event.defaultPrevented || !field || !(field.files.length || busy.has(field))) return;
    event.preventDefault();
    await busy.get(field);
    send(form, field, event.submitter);
  });
})();
