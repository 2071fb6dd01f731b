/* Reads the page aloud, sentence by sentence, with a voice that the phone has itself: a voice from the net would be sent
   her texts. The button comes only when there is such a voice for the page's language. No words stand here. */
(() => {
  "use strict";
  const main = document.querySelector("[data-portal-read]");
  const source = document.querySelector("template[data-portal-aloud]");
  const speech = window.speechSynthesis;
  if (!main || !source || !speech) return;
  const language = document.documentElement.lang;
  const near = { prs: ["prs", "fa-af", "fa"] };
  const marks = window.Highlight && CSS.highlights;
  const SKIPPED = "button, input, select, textarea, svg, table, script, template, [aria-hidden=true], [data-portal-bar]";
  let bar, sentences = [], at = 0, turn = 0, marked;

  const voiceFor = (code) => {
    const voices = speech.getVoices().filter((voice) => voice.localService);
    for (const wanted of near[code] || [code]) {
      const found = voices.find((voice) => `${voice.lang.replace("_", "-").toLowerCase()}-`.startsWith(`${wanted}-`));
      if (found) return found;
    }
    return null;
  };

  /* What is to be read: runs of text in one block and one voice, cut into sentences. */
  const isHidden = (element) => {
    const seen = element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : element.getClientRects().length;
    const { position } = getComputedStyle(element);
    return !seen || (position === "absolute" && element.offsetWidth < 2);
  };
  const look = (node) => {
    if (node.nodeType === 3) return 1;
    const folded = node.parentElement.matches("details:not([open])") && node.tagName !== "SUMMARY";
    return node.matches(SKIPPED) || folded || (node.tagName !== "BR" && isHidden(node)) ? 2 : 1;
  };
  const blockOf = (node) => {
    let block = node.parentElement;
    while (block !== main && getComputedStyle(block).display === "inline") block = block.parentElement;
    return block;
  };
  const runs = () => {
    const walker = document.createTreeWalker(main, 5, { acceptNode: look });
    const found = [];
    let run = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.tagName === "BR") run = null;
      if (node.nodeType !== 3) continue;
      const block = blockOf(node);
      const voice = voiceFor(node.parentElement.closest("[lang]").lang) || voiceFor(language);
      if (!run || run.block !== block || run.voice !== voice) found.push(run = { block, voice, text: "", parts: [] });
      run.parts.push([node, run.text.length]);
      run.text += node.data.replace(/\s/g, " ");
    }
    return found;
  };
  const cut = (text) => {
    if (window.Intl && Intl.Segmenter) {
      return Array.from(new Intl.Segmenter(language, { granularity: "sentence" }).segment(text), ({ segment }) => segment);
    }
    return text.match(/[^.!?؟።]+[.!?؟።]*\s*/g) || [text];
  };
  const place = (parts, offset) => {
    const [node, from] = parts.filter(([, start]) => start <= offset).pop();
    return [node, Math.min(offset - from, node.length)];
  };
  const gather = () => runs().flatMap(({ block, voice, text, parts }) => {
    let from = 0;
    return cut(text).map((piece) => {
      const range = document.createRange();
      const start = from + piece.search(/\S|$/);
      from += piece.length;
      range.setStart(...place(parts, start));
      range.setEnd(...place(parts, from));
      return { block, voice, range, text: piece.replace(/\s+/g, " ").trim() };
    }).filter((one) => /[\p{L}\p{N}]/u.test(one.text));
  });

  const unmark = () => {
    if (marks) marks.delete("portal-aloud");
    if (marked) marked.classList.remove("spoken");
  };
  const mark = ({ range, block }) => {
    unmark();
    if (marks) marks.set("portal-aloud", new Highlight(range));
    else (marked = block).classList.add("spoken");
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 80 || bottom > innerHeight - 80) range.startContainer.parentElement.scrollIntoView({ block: "center" });
  };

  /* Listen → (pause ⇄ continue) → stop. Pausing ends the sentence, and it is said again: many phones cannot hold their breath. */
  const show = (state) => {
    const had = bar.contains(document.activeElement);
    const shown = { still: ["listen"], reading: ["pause", "stop"], paused: ["continue", "stop"] }[state];
    for (const name of ["listen", "pause", "continue", "stop"]) {
      bar.querySelector(`[data-portal-${name}]`).hidden = !shown.includes(name);
    }
    bar.classList.toggle("reading", state !== "still");
    if (had) bar.querySelector(`[data-portal-${shown[0]}]`).focus();
  };
  const hush = (state) => {
    turn += 1;
    speech.cancel();
    show(state);
  };
  const stop = () => {
    unmark();
    at = 0;
    hush("still");
  };
  const say = () => {
    const sentence = sentences[at];
    if (!sentence || !main.contains(sentence.block)) return stop();
    const mine = turn += 1;
    const words = new SpeechSynthesisUtterance(sentence.text);
    words.voice = sentence.voice;
    words.lang = sentence.voice.lang;
    words.rate = 0.85;
    words.onend = () => {
      if (mine !== turn || document.body.hidden) return;
      at += 1;
      say();
    };
    words.onerror = () => { if (mine === turn) stop(); };
    sentence.words = words; // some browsers forget an utterance that nobody holds, and never say that it ended
    mark(sentence);
    speech.speak(words);
  };
  const pause = () => { if (bar && bar.matches(".reading")) hush("paused"); };
  const acts = {
    listen: () => { sentences = gather(); show("reading"); say(); },
    pause,
    continue: () => { show("reading"); say(); },
    stop,
  };

  const offer = () => {
    if (bar || !voiceFor(language)) return;
    bar = source.content.firstElementChild.cloneNode(true);
    for (const name of Object.keys(acts)) bar.querySelector(`[data-portal-${name}]`).addEventListener("click", acts[name]);
    const heading = main.querySelector(":scope > h1");
    if (heading) heading.after(bar);
    else main.prepend(bar);
  };
  offer();
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  else speech.onvoiceschanged = offer;

  addEventListener("pagehide", () => { if (bar) stop(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) pause(); });
  document.addEventListener("htmx:beforeSwap", () => { if (bar) stop(); });
})();
