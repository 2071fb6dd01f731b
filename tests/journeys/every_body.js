/* What a browser can measure of a page for every body. Each function gives a list of faults in words. */
({
  name(one) {
    const place = one.id ? `#${one.id}` : one.className && `.${one.className}`;
    return `${one.localName}${place || ""} «${(one.innerText || one.name || "").trim().slice(0, 30)}»`;
  },

  isSeen(one) {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && one.checkVisibility({ visibilityProperty: true })
      && !one.closest(".hidden, .skip, .path span");
  },

  /* WCAG 1.4.10 and 1.4.4: nothing wider than the screen, nothing cut off at its sides. */
  sideways(width) {
    const faults = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > width) faults.push(`the page is ${wide} wide`);
    for (const one of document.body.querySelectorAll("*")) {
      if (!this.isSeen(one)) continue;
      const box = one.getBoundingClientRect();
      if (box.left < -1 || box.right > width + 1) faults.push(`${this.name(one)} from ${box.left} to ${box.right}`);
      if (one.matches("a, button, summary, .choice") && one.scrollWidth > one.clientWidth + 1 && one.clientWidth) {
        faults.push(`${this.name(one)} is ${one.clientWidth} wide and holds ${one.scrollWidth}`);
      }
    }
    return faults;
  },

  /* WCAG 2.5.8: 24 px, save for a link in a sentence. Main actions: 44 px, our own rule. */
  smallTargets() {
    const faults = [];
    const main = ".button, .link, .choice, .row, nav a, header :is(a, button, summary), main > a, summary, textarea, "
      + "input:not([type=radio], [type=checkbox])";
    for (const one of document.querySelectorAll("a[href], button, input, textarea, select, summary, label.choice")) {
      if (!this.isSeen(one) || one.closest("label.choice") !== null && one.localName === "input") continue;
      const { width, height } = one.getBoundingClientRect();
      const isInline = one.localName === "a" && getComputedStyle(one).display === "inline";
      const sentence = one.closest("p, li, dd, dt, td");
      const inSentence = isInline && sentence && sentence.innerText.trim() !== one.innerText.trim();
      const least = one.matches(main) ? 44 : 24;
      if (!inSentence && (height < least - .5 || width < 24)) {
        faults.push(`${this.name(one)} is ${width.toFixed()} by ${height.toFixed()}, less than ${least}`);
      }
    }
    return faults;
  },

  /* One of each landmark, and more than one navigation only when each has a name of its own. */
  landmarks() {
    const faults = [];
    const count = (what) => document.querySelectorAll(what).length;
    for (const what of ["h1", "main", "body > header"]) if (count(what) !== 1) faults.push(`${count(what)} ${what}`);
    if (count("body > footer") > 1) faults.push("two footers");
    const names = [...document.querySelectorAll("nav")].map((nav) => nav.getAttribute("aria-label"));
    if (names.includes(null) || new Set(names).size < names.length) faults.push(`navigations are named ${names}`);
    const levels = [...document.querySelectorAll("h1, h2, h3, h4")].filter((one) => this.isSeen(one));
    levels.reduce((before, one) => {
      const level = Number(one.localName[1]);
      if (level > before + 1) faults.push(`${this.name(one)} follows a heading of level ${before}`);
      return level;
    }, 1);
    return faults;
  },

  /* WCAG 2.4.7 and 2.4.11: what has the focus is outlined, on the screen, and under nothing. */
  focus() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const faults = [];
    const shown = one.matches("label.choice input") ? one.closest("label") : one;
    const box = shown.getBoundingClientRect();
    const style = getComputedStyle(one);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("has no outline");
    if (box.top < -1 || box.bottom > innerHeight + 1) faults.push(`stands from ${box.top} to ${box.bottom}`);
    for (const part of one.getClientRects()) {
      for (const y of [part.top + 2, part.bottom - 2]) {
        const upper = document.elementFromPoint((part.left + part.right) / 2, y);
        if (!upper || !(shown.contains(upper) || upper.contains(shown))) {
          faults.push(`is under ${upper ? this.name(upper) : "nothing that is on the screen"}`);
        }
      }
    }
    return { name: this.name(one), faults };
  },

  /* Every field that is wrong says so, and what is wrong, in words that are seen. */
  tied() {
    const faults = [];
    const wrong = [...document.querySelectorAll("[aria-invalid=true], fieldset[aria-describedby]")];
    if (!wrong.length) faults.push("no field is marked");
    if (!document.querySelector("main [role=alert]")) faults.push("nothing is said aloud");
    for (const field of wrong) {
      const told = (field.getAttribute("aria-describedby") || "").split(" ").map((id) => document.getElementById(id));
      if (!told.length || told.some((one) => !one || !this.isSeen(one) || !one.innerText.trim())) {
        faults.push(`${this.name(field)} is not told what is wrong`);
      }
      if (!told.some((one) => one && one.matches(".trouble"))) faults.push(`${this.name(field)}: no words of trouble`);
    }
    return faults;
  },

  /* The menu at the foot: in at most so many rows, and whoever scrolls to the end sees the end above it. */
  foot(rows) {
    const faults = [];
    const menu = document.querySelector("nav.places");
    const tops = new Set([...menu.querySelectorAll("a")].map((one) => one.getBoundingClientRect().top));
    if (tops.size > rows) faults.push(`the menu takes ${tops.size} rows`);
    scrollTo(0, document.documentElement.scrollHeight);
    const top = menu.getBoundingClientRect().top;
    const last = [...document.querySelectorAll("body > footer *, main *")].filter((one) => this.isSeen(one));
    for (const one of last) {
      const { bottom } = one.getBoundingClientRect();
      if (bottom > top + 1) faults.push(`${this.name(one)} ends ${(bottom - top).toFixed()} px under the menu`);
    }
    return faults;
  },

  motion() {
    return [...document.querySelectorAll("*")].filter((one) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
      return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior !== "auto";
    }).map((one) => this.name(one));
  },

  /* With forced colours a background says nothing: what can be pressed has an edge, and what is now is marked. */
  forced() {
    const faults = [];
    for (const one of document.querySelectorAll(".button, .choice, .card, header summary, .exit button, .path li")) {
      const style = getComputedStyle(one);
      if (this.isSeen(one) && (style.borderStyle === "none" || parseFloat(style.borderWidth) < 1)) {
        faults.push(`${this.name(one)} has no edge`);
      }
    }
    const [now, then] = [".path .now", ".path li:not(.now)"].map((what) => document.querySelector(what));
    if (now && getComputedStyle(now).backgroundColor === getComputedStyle(then).backgroundColor) {
      faults.push("where she is now looks like the rest");
    }
    const here = document.querySelector("nav.places [aria-current]");
    if (here && getComputedStyle(here).textDecorationLine !== "underline") faults.push("the current place is not marked");
    return faults;
  },
})
