"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const data = JSON.parse(byId("data").textContent);
  const root = document.documentElement;
  const PAGE = 100;
  const FEW = 30;

  /* Languages: every word of the page stands in data.words as [Chinese, English]. */
  let language = 0;
  const say = (key) => (Object.hasOwn(data.words, key) ? data.words[key][language] : key);
  const entity = (id) => (Object.hasOwn(data.entities, id) ? data.entities[id] : null);
  const nameOf = (id) => {
    const found = entity(id);
    if (!found) return id;
    const other = found[2].split(" / ")[0];
    return language && other ? `${other} ${found[1]}` : found[1];
  };
  function translate(within) {
    for (const one of all("[data-w]", within)) one.textContent = say(one.dataset.w);
    for (const one of all("bdi.e", within)) one.textContent = nameOf(one.dataset.e);
    for (const one of all("bdi[data-n]", within)) one.textContent = nameOf(one.dataset.n);
  }
  function setLanguage(which) {
    language = which;
    root.lang = which ? "en" : "zh-Hans";
    translate(document);
    for (const item of [...attached]) item.language = which;
    for (const one of all("[data-wl]")) {
      for (const pair of one.dataset.wl.split(" ")) {
        const [attribute, key] = pair.split(":");
        one.setAttribute(attribute, say(key));
      }
    }
    for (const { element } of articles) {
      for (const brief of all(".told .brief", element)) brief.remove();
      for (const its of all(".told", element)) its.classList.remove("told");
    }
    tidy();
    byId("language").textContent = say("language");
    byId("language").lang = which ? "zh-Hans" : "en";
    tell();
  }

  /* Facts and articles with what filters need of them, read when first asked for. */
  const [variants, simplified] = data.folding.map((one) => Array.from(one));
  const foldTable = new Map(variants.map((one, index) => [one, simplified[index]]));
  const fold = (text) => {
    let folded = "";
    for (const one of text.normalize("NFKC").toLowerCase()) folded += foldTable.get(one) || one;
    return folded;
  };
  class Item {
    constructor(element) {
      this.element = element;
      this.number = Number(element.id.slice(1));
      this.language = 0;
    }
    get text() {
      if (this.folded === undefined) this.folded = fold(this.element.textContent).replace(/\s+/g, " ");
      return this.folded;
    }
    get entities() {
      if (!this.ids) this.ids = new Set(all("[data-e]", this.element).map((one) => one.dataset.e));
      return this.ids;
    }
  }
  const facts = all("#fact-list > .fact").map((one) => new Item(one));
  const articles = all("#article-list > article").map((one) => new Item(one));
  const factOf = new Map(facts.map((one) => [one.number, one]));
  const articleOf = new Map(articles.map((one) => [one.number, one]));
  const attached = new Set();

  /* The filter: words (all of them), kind, modality, doubts, a stretch of time, a pair of cities, an entity. */
  const filter = { words: [], kind: "", modality: "", doubts: false, bar: "", pair: null, entity: "" };
  const limits = { facts: PAGE, articles: PAGE };
  const isActive = () => filter.words.length || filter.kind || filter.modality || filter.doubts || filter.bar || filter.pair !== null || filter.entity;
  const inTime = (element) => !filter.bar || (element.dataset.t || "").startsWith(filter.bar);
  function factMatches(fact) {
    const { dataset } = fact.element;
    return (
      (!filter.kind || dataset.k === filter.kind) &&
      (!filter.modality || dataset.m === filter.modality) &&
      (!filter.doubts || "d" in dataset) &&
      inTime(fact.element) &&
      (filter.pair === null || data.pairs[filter.pair][0].includes(fact.number)) &&
      (!filter.entity || fact.entities.has(filter.entity)) &&
      filter.words.every((one) => fact.text.includes(one))
    );
  }
  function articleMatches(article, withFacts) {
    const asksFacts = filter.kind || filter.modality || filter.doubts;
    return (
      (!asksFacts || withFacts.has(article.number)) &&
      (inTime(article.element) || withFacts.has(article.number)) &&
      (filter.pair === null || data.pairs[filter.pair][1].includes(article.number) || withFacts.has(article.number)) &&
      (!filter.entity || article.entities.has(filter.entity)) &&
      filter.words.every((one) => article.text.includes(one))
    );
  }
  let shownFacts = facts;
  let shownArticles = articles;
  function inLanguage(item) {
    if (item.language !== language) translate(item.element);
    item.language = language;
  }
  /* Only what is shown stands in the page: browsers are slow with thousands of texts at once. */
  function show(list, items, limit) {
    const shown = items.slice(0, limit);
    for (const one of shown) {
      inLanguage(one);
      attached.add(one);
      const first = one.element.querySelector(".body mark.m");
      if (first) first.tabIndex = 0;
    }
    // Out of the page while its children change: thousands of changes within it take minutes.
    const place = document.createComment("");
    list.replaceWith(place);
    list.replaceChildren(...shown.map((one) => one.element));
    place.replaceWith(list);
  }
  function apply() {
    shownFacts = isActive() ? facts.filter(factMatches) : facts;
    const withFacts = new Set(shownFacts.map((one) => Number(one.element.dataset.a)));
    shownArticles = isActive() ? articles.filter((one) => articleMatches(one, withFacts)) : articles;
    update();
  }
  function update() {
    close();
    attached.clear();
    show(byId("fact-list"), shownFacts, limits.facts);
    show(byId("article-list"), shownArticles, limits.articles);
    const numbers = new Set(shownFacts.map((one) => one.number));
    for (const one of all(".chronicle > li")) one.classList.toggle("out-of-filter", !numbers.has(Number(one.dataset.n)));
    byId("no-facts").hidden = shownFacts.length > 0;
    byId("no-articles").hidden = shownArticles.length > 0;
    byId("more-facts").hidden = shownFacts.length <= limits.facts;
    byId("more-articles").hidden = shownArticles.length <= limits.articles;
    byId("clear").hidden = !isActive();
    for (const one of all(".tbar")) one.setAttribute("aria-pressed", String(one.dataset.b === filter.bar));
    for (const one of all(".pair")) one.setAttribute("aria-pressed", String(Number(one.dataset.p) === filter.pair));
    for (const one of all(".chip")) one.setAttribute("aria-pressed", String(one.dataset.e === filter.entity));
    tell();
    highlight();
    tidy();
  }
  const ofAll = (some, every) => (some === every ? String(every) : `${some} / ${every}`);
  function tell() {
    byId("facts-shown").textContent = ofAll(shownFacts.length, facts.length);
    byId("articles-shown").textContent = ofAll(shownArticles.length, articles.length);
    byId("status").textContent = `${ofAll(shownFacts.length, facts.length)} ${say("facts")} · ${ofAll(shownArticles.length, articles.length)} ${say("articles")}`;
    const active = [
      filter.words.join(" "),
      filter.kind && say(filter.kind),
      filter.modality && say(filter.modality),
      filter.doubts && say("only_doubts"),
      filter.bar,
      filter.pair !== null && byId("pairs").querySelector(`.pair[data-p="${filter.pair}"]`).textContent,
      filter.entity && nameOf(filter.entity),
    ].filter(Boolean);
    byId("active").textContent = active.length ? `${say("filter")}: ${active.join(" · ")}` : "";
  }

  /* Hits of the search are shown by the browser's highlights, without touching the text. */
  const canHighlight = "highlights" in CSS;
  function highlight() {
    if (!canHighlight) return;
    CSS.highlights.delete("hits");
    if (!filter.words.length) return;
    const hits = new Highlight();
    for (const { element } of attached) {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = fold(node.data);
        if (text.length !== node.data.length) continue;
        for (const one of filter.words) {
          for (let at = text.indexOf(one); at >= 0 && hits.size < 3000; at = text.indexOf(one, at + one.length)) {
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + one.length);
            hits.add(range);
          }
        }
      }
    }
    CSS.highlights.set("hits", hits);
  }

  /* Values: one card that follows the mouse, the keyboard or a tap. */
  const tip = byId("tip");
  let pinned = false;
  let current = null;
  const make = (name, text, classes) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (classes) element.className = classes;
    return element;
  };
  function describe(target) {
    const { l: label, v: value, i: details, e: id, k: candidates, x: rule, c: confidence } = target.dataset;
    const rows = [];
    const row = (key, text) => text && rows.push([say(key), text]);
    const found = id && entity(id);
    let big = target.textContent;
    if (found) {
      big = [found[1], found[2]].filter(Boolean).join(" · ");
      row("kind", say(found[3]));
      const parents = [];
      for (let up = found[4], steps = 0; up && entity(up) && steps < 5; up = entity(up)[4], steps += 1) parents.push(nameOf(up));
      row("parent", parents.join(" › "));
      row("id", id);
    } else if (value !== undefined && label) {
      const [first, second, third, fourth] = (details || "").split("|");
      if (label === "DATE" || label === "TIME") {
        big = value === "—" ? say("no_value") : value;
        row("grain", first && say(first));
        row("anchor", value === "—" || details === undefined ? "" : say(second === "dateline" ? "by_dateline" : second || "unresolved"));
        row("days", third || fourth ? `${third || "…"} – ${fourth || "…"}` : "");
      } else {
        big = value === "?" ? say("no_value") : value;
        row("bound", first && say(first));
        row("counted", [second, third].filter(Boolean).join(" "));
        row("scope", fourth);
      }
    } else if (label === "GPE" || label === "LOC" || label === "ORG" || label === "PERSON") {
      row("id", say("no_entity"));
    }
    if (candidates) {
      const others = candidates.split(" ").map((one) => [one.slice(0, one.lastIndexOf(":")), one.slice(one.lastIndexOf(":") + 1)]);
      row("candidates", others.filter(([one]) => one !== id).map(([one, score]) => `${nameOf(one)} ${one} ${score}`).join(", "));
    }
    row("confidence", confidence);
    row("rule", rule);
    return { big, label, rows, id: found ? id : "" };
  }
  function open(target, pin) {
    if (current) current.classList.remove("on");
    current = target;
    pinned = pin;
    target.classList.add("on");
    target.setAttribute("aria-describedby", "tip");
    const { big, label, rows, id } = describe(target);
    tip.replaceChildren();
    const head = make("div", "");
    head.append(make("span", big, "big"));
    if (label) head.append(" ", make("span", `${say(label)} ${label}`, "of"));
    const list = document.createElement("dl");
    for (const [key, text] of rows) list.append(make("dt", key), make("dd", text));
    tip.append(head, list);
    if (pin) {
      if (id) {
        const only = make("button", say("filter_by"), "plain");
        only.addEventListener("click", () => { close(); setEntity(id); });
        tip.append(only);
      }
      const shut = make("button", say("close"), "plain");
      shut.addEventListener("click", close);
      tip.append(shut);
    }
    tip.hidden = false;
    place(target);
    // The sheet at the foot of a phone must not hide what it tells of.
    const hidden = tip.classList.contains("sheet") ? target.getBoundingClientRect().bottom + tip.offsetHeight + 16 - window.innerHeight : 0;
    if (hidden > 0) window.scrollBy(0, hidden);
  }
  function place(target) {
    const narrow = window.innerWidth <= 576;
    tip.classList.toggle("sheet", narrow);
    tip.style.left = tip.style.top = "";
    if (narrow) return;
    const box = target.getClientRects()[0] || target.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip;
    const below = box.bottom + 8;
    tip.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - width - 8))}px`;
    tip.style.top = `${below + height <= window.innerHeight || box.top < height + 16 ? below : box.top - height - 8}px`;
  }
  function close() {
    if (current) {
      current.classList.remove("on");
      current.removeAttribute("aria-describedby");
    }
    current = null;
    pinned = false;
    tip.hidden = true;
  }
  const target = (event) => (event.target.closest ? event.target.closest("main mark.m, main bdi.e") : null);
  // A finger that comes down points at nothing: its card opens by the tap, or it would slip under the finger.
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const found = target(event);
    if (found && !pinned) open(found, false);
    else if (!found && !pinned && current && current !== document.activeElement) close();
  });
  document.addEventListener("click", (event) => {
    const found = target(event);
    if (found) {
      event.preventDefault();
      if (found === current && pinned) close();
      else {
        focusable(found);
        open(found, true);
      }
    } else if (!tip.contains(event.target)) close();
  });
  document.addEventListener("focusin", (event) => {
    const found = target(event);
    if (found && !pinned && found.matches(":focus-visible")) open(found, false);
  });
  document.addEventListener("focusout", (event) => {
    if (target(event) && !pinned) close();
  });
  // The focus scrolls what it reaches into view, and keeps its card; the mouse leaves what scrolls away under it, and keeps what it still points at.
  window.addEventListener("scroll", () => { if (current && (pinned || current === document.activeElement || current.matches(":hover"))) place(current); else if (current) close(); }, { passive: true });
  window.addEventListener("resize", () => { if (current) place(current); });

  /* One stop for the Tab key in each text; arrows lead from mention to mention. */
  function focusable(mark) {
    if (mark.tabIndex < 0) mark.tabIndex = 0;
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    const found = target(event);
    if (!found) return undefined;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return found === current && pinned ? close() : open(found, true);
    }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const text = found.closest(".body, .evidence");
    if (!step || !text) return undefined;
    event.preventDefault();
    const marks = all("mark.m", text);
    const next = marks[marks.indexOf(found) + step];
    if (next) {
      found.tabIndex = -1;
      next.tabIndex = 0;
      pinned = false;
      next.focus();
    }
    return undefined;
  });
  /* What can be pressed. */
  let waiting = 0;
  byId("q").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      filter.words = fold(byId("q").value).split(/\s+/).filter(Boolean);
      reset();
    }, 150);
  });
  function reset() {
    limits.facts = limits.articles = PAGE;
    apply();
  }
  byId("kind").addEventListener("change", (event) => { filter.kind = event.target.value; reset(); });
  byId("modality").addEventListener("change", (event) => { filter.modality = event.target.value; reset(); });
  byId("doubts").addEventListener("change", (event) => { filter.doubts = event.target.checked; reset(); });
  byId("values").addEventListener("change", (event) => document.body.classList.toggle("values", event.target.checked));
  function setEntity(id) {
    filter.entity = filter.entity === id ? "" : id;
    reset();
    byId("facts").scrollIntoView();
  }
  const setPair = (number) => { filter.pair = filter.pair === number ? null : number; reset(); };
  for (const one of all(".tbar")) one.addEventListener("click", () => { filter.bar = filter.bar === one.dataset.b ? "" : one.dataset.b; reset(); });
  for (const one of all(".pair, .tie")) one.addEventListener("click", () => setPair(Number(one.dataset.p)));
  for (const one of all(".chip")) one.addEventListener("click", () => { filter.entity = filter.entity === one.dataset.e ? "" : one.dataset.e; reset(); });
  for (const one of all(".legend [data-g]")) {
    one.addEventListener("click", () => {
      const off = byId("articles").classList.toggle(`off-${one.dataset.g}`);
      byId("facts").classList.toggle(`off-${one.dataset.g}`, off);
      one.setAttribute("aria-pressed", String(!off));
    });
  }
  function clear() {
    Object.assign(filter, { words: [], kind: "", modality: "", doubts: false, bar: "", pair: null, entity: "" });
    byId("q").value = byId("kind").value = byId("modality").value = "";
    byId("doubts").checked = false;
    reset();
  }
  byId("clear").addEventListener("click", clear);
  for (const [id, key] of [["more-facts", "facts"], ["more-articles", "articles"]]) {
    const [more, every] = all("button", byId(id));
    more.addEventListener("click", () => { limits[key] += PAGE; update(); });
    every.addEventListener("click", () => { limits[key] = Infinity; update(); });
  }
  const orders = {
    doubt: (one, other) => one.number - other.number,
    date: (one, other) => (other.element.dataset.t || "").localeCompare(one.element.dataset.t || "") || one.number - other.number,
    article: (one, other) => one.element.dataset.a - other.element.dataset.a || one.number - other.number,
  };
  byId("sort").addEventListener("change", (event) => {
    facts.sort(orders[event.target.value]);
    apply();
  });

  byId("options").addEventListener("click", () => {
    const isOpen = byId("choices").classList.toggle("open");
    byId("options").setAttribute("aria-expanded", String(isOpen));
  });

  /* Long batches begin with their articles folded; beside an open one stand its facts in words. */
  let folded = articles.length > FEW;
  function foldAll(which) {
    folded = which;
    for (const one of articles) foldOne(one.element, which);
    tidy();
    const label = byId("fold").querySelector("[data-w]");
    label.dataset.w = which ? "expand" : "collapse";
    label.textContent = say(label.dataset.w);
  }
  function foldOne(element, which) {
    element.classList.toggle("folded", which);
    element.querySelector(".title").setAttribute("aria-expanded", String(!which));
    if (!which && element.isConnected) tellFacts(element);
  }
  function tellFacts(element) {
    const its = element.querySelector(".its:not(.told)");
    if (!its) return;
    its.classList.add("told");
    for (const link of all("a", its)) {
      const fact = factOf.get(Number(link.getAttribute("href").slice(2)));
      inLanguage(fact);
      link.append(make("span", ` ${fact.element.querySelector(".line").textContent}`, "brief"));
    }
  }
  const tidy = () => { for (const one of attached) if (one.element.tagName === "ARTICLE" && !one.element.classList.contains("folded")) tellFacts(one.element); };
  for (const one of articles) {
    const title = one.element.querySelector(".title");
    title.disabled = false;
    title.addEventListener("click", () => foldOne(one.element, !one.element.classList.contains("folded")));
  }
  byId("fold").addEventListener("click", () => foldAll(!folded));

  /* A link into the page shows what it leads to, whatever is filtered or folded. */
  function bring(item) {
    const isFact = item.element.classList.contains("fact");
    if (!(isFact ? shownFacts : shownArticles).includes(item)) clear();
    const at = (isFact ? shownFacts : shownArticles).indexOf(item);
    const which = isFact ? "facts" : "articles";
    if (at >= limits[which]) {
      limits[which] = Math.ceil((at + 1) / PAGE) * PAGE;
      update();
    }
    if (!isFact) foldOne(item.element, false);
  }
  function reveal() {
    const found = /^#[af]\d+$/.test(location.hash) && (location.hash[1] === "f" ? factOf : articleOf).get(Number(location.hash.slice(2)));
    if (!found) return;
    bring(found);
    found.element.scrollIntoView();
    for (const one of all(".reached")) one.classList.remove("reached");
    found.element.classList.add("reached");
  }
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#f'], a[href^='#a']");
    if (link && link.getAttribute("href") === location.hash) reveal();
  });
  byId("fact-list").addEventListener("click", (event) => {
    const link = event.target.closest("a.to-article");
    if (!link) return;
    event.preventDefault();
    const fact = link.closest(".fact");
    const article = articleOf.get(Number(fact.dataset.a));
    history.pushState(null, "", link.getAttribute("href"));
    bring(article);
    const range = rangeOf(article.element.querySelector(".body"), fact.querySelector(".evidence").textContent);
    if (canHighlight && range) CSS.highlights.set("place", new Highlight(range));
    ((range && range.startContainer.parentElement) || article.element).scrollIntoView({ block: "center" });
  });
  function rangeOf(body, text) {
    for (const paragraph of body.children) {
      const at = paragraph.textContent.indexOf(text);
      if (at < 0) continue;
      const range = new Range();
      let reached = 0;
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const end = reached + node.data.length;
        if (reached <= at && at < end) range.setStart(node, at - reached);
        if (reached < at + text.length && at + text.length <= end) {
          range.setEnd(node, at + text.length - reached);
          return range;
        }
        reached = end;
      }
    }
    return null;
  }

  /* On paper stands all that matches. */
  let before = null;
  window.addEventListener("beforeprint", () => {
    before = { ...limits };
    limits.facts = limits.articles = Infinity;
    update();
  });
  window.addEventListener("afterprint", () => {
    Object.assign(limits, before);
    update();
  });

  byId("tools").hidden = byId("fold").hidden = false;
  document.querySelector(".sort").hidden = false;
  const wanted = root.dataset.language;
  const isEnglish = wanted === "en" || (wanted === "auto" && !(navigator.languages || []).some((one) => one.toLowerCase().startsWith("zh")));
  language = isEnglish ? 1 : 0;
  foldAll(folded);
  update();
  root.classList.remove("reading");
  if (isEnglish) setLanguage(1);
  reveal();
  byId("language").addEventListener("click", () => setLanguage(1 - language));
})();
