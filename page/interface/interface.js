() => {
  const WORDS = __WORDS__;
  const REASONS = __REASONS__;
  const KEPT = "audarma.language";
  const SEEN = ["placeholder", "title", "aria-label"];
  // What people wrote, or a file holds, is never the page's own word; notes and tags among it are.
  const THEIRS = "textarea, code, script, style, select, time, td, .changes, .history b, mark.term, ul[role=listbox]";
  const OURS = ".none, .tag, .unseen, .mark, .told, .deeds, .others > p, .others small, .others summary";
  const mine = (element) => {
    const theirs = element?.closest(THEIRS);
    if (!theirs) return true;
    const ours = element.closest(OURS);
    return Boolean(ours && theirs.contains(ours));
  };

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const exact = new Map();
  const patterns = [];
  for (const [key, english] of Object.entries(WORDS.en)) {
    const names = [...english.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
    if (!names.length) exact.set(english, key);
    else {
      const parts = english.split(/\{\w+\}/).map(escaped);
      const holes = names.map((name) => (/^n\d*$/.test(name) ? "([\\d.,]+)" : "([^]*?)"));
      const source = parts.map((part, at) => part + (holes[at] ?? "")).join("");
      patterns.push({ key, names, test: new RegExp(`^${source}$`) });
    }
  }
  let language = "en";
  const said = (english) => {
    if (language === "en") return english;
    const text = english.trim();
    const key = exact.get(text);
    if (key) return english.replace(text, () => WORDS[language][key]);
    for (const { key, names, test } of patterns) {
      const found = text.match(test);
      if (!found) continue;
      const values = Object.fromEntries(names.map((name, at) => [name, found[at + 1]]));
      const told = WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
      return english.replace(text, () => told);
    }
    return english;
  };

  // What says its key itself; a value that is a word of ours is told too, by the key that stands for it.
  const keyed = (given) => {
    const [key, values = {}] = JSON.parse(given);
    const words = key.startsWith("reason.") ? REASONS[language][key.slice(7)] : WORDS[language][key];
    const worded = (name) => {
      const value = values[name];
      if (name === "unit" || name === "other") return REASONS[language][`unit.${value}`] ?? value;
      return WORDS[language][value] ?? value;
    };
    return words?.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? worded(name) : whole));
  };

  // For each text what it is in English, and what it was last shown as: anything else was written since.
  const texts = new WeakMap();
  const attributes = new WeakMap();
  const renew = (known, now, put) => {
    const english = known && known.shown === now ? known.english : now;
    const shown = said(english);
    if (shown !== now) put(shown);
    return { english, shown };
  };
  const text = (node) => {
    const given = node.parentElement?.dataset?.said;
    if (given) {
      const told = keyed(given);
      if (told && node.data !== told) node.data = told;
      return;
    }
    if (!node.data.trim() || !mine(node.parentElement)) return;
    texts.set(node, renew(texts.get(node), node.data, (shown) => { node.data = shown; }));
  };
  const attribute = (element) => {
    const given = element.dataset?.title;
    if (given) {
      const told = keyed(given);
      if (told && element.title !== told) element.title = told;
    }
    for (const name of SEEN) {
      if (given && name === "title") continue;
      const now = element.getAttribute(name);
      if (!now || (name === "title" && !mine(element))) continue;
      const known = attributes.get(element) ?? {};
      known[name] = renew(known[name], now, (shown) => element.setAttribute(name, shown));
      attributes.set(element, known);
    }
  };
  const all = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = root; node; node = walker.nextNode()) node.nodeType === Node.TEXT_NODE ? text(node) : attribute(node);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.type === "attributes") attribute(change.target);
      else change.addedNodes.forEach(all);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SEEN,
  });

  const kept = () => {
    try { return localStorage.getItem(KEPT); } catch { return null; }
  };
  const asked = [kept(), ...navigator.languages.map((one) => one.slice(0, 2).toLowerCase())];
  const choose = (chosen) => {
    language = chosen;
    document.documentElement.lang = chosen;
    const select = document.querySelector("#language select");
    if (select) select.value = chosen;
    all(document.body);
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("#language select")) return;
    try { localStorage.setItem(KEPT, event.target.value); } catch { /* a browser without leave for it */ }
    choose(event.target.value);
  });
  choose(asked.find((one) => one in WORDS) ?? "en");
  document.documentElement.dataset.language = "ready";
}
