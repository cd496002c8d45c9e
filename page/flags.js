// Flags first: how many of each kind, one key to the next of them, and each one's place in the text.
const flagbar = element.querySelector("#flagbar");
const kinds = element.querySelector("#kinds");
const sum = element.querySelector("#flagsum");
let only = "";
const flagged = () => [...body.querySelectorAll(only ? `tr:has(li[data-kind="${only}"])` : "tr:has(li[data-kind])")];
const flagRange = (row, n) => {
  const [, side, start, end] = JSON.parse(row.dataset.flags)[n];
  const text = textOf(row, side);
  return end > start ? rangeIn(text, start, end) : null;
};
// A flag on a whole side would paint it all: that is shown only while its reason is pointed at.
const partial = (row, n) => {
  const [, side, start, end] = JSON.parse(row.dataset.flags)[n];
  return end - start < textOf(row, side).textContent.length ? flagRange(row, n) : null;
};
// A browser goes over all that is highlighted whenever any of it changes, so only what is in sight is.
const near = new Set();
const mark = () => {
  const flags = [...near].flatMap((row) => [...row.querySelectorAll("li[data-flag]")]);
  paint(
    "flagged",
    flags.map((flag) => partial(rowOf(flag), Number(flag.dataset.flag))),
  );
};
const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && target.isConnected) near.add(target);
      else near.delete(target);
    }
    mark();
  },
  { rootMargin: "300px" },
);
const watchedRows = new WeakSet();
after.push(() => {
  const found = new Map();
  for (const flag of body.querySelectorAll("li[data-kind]")) {
    const kind = flag.dataset.kind;
    found.set(kind, { name: flag.querySelector("b"), count: (found.get(kind)?.count || 0) + 1 });
    const row = rowOf(flag);
    if (watchedRows.has(row)) continue;
    watchedRows.add(row);
    sight.observe(row);
  }
  for (const row of near) if (!row.isConnected) near.delete(row);
  mark();
  if (!found.has(only)) only = "";
  const buttons = [...found].map(([kind, { name, count }]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.kind = kind;
    button.setAttribute("aria-pressed", String(kind === only));
    const told = document.createElement("span");
    told.textContent = name.textContent;
    if (name.dataset.said) told.dataset.said = name.dataset.said;
    button.append(told, ` ${count.toLocaleString("en")}`);
    return button;
  });
  const held = kinds.contains(document.activeElement) ? document.activeElement.dataset.kind : "";
  kinds.replaceChildren(...buttons);
  if (held) kinds.querySelector(`[data-kind="${held}"]`)?.focus();
  const rows = body.querySelectorAll("tr:has(li[data-kind])").length;
  const words = rows === 1 ? "1 row to look at" : `${rows.toLocaleString("en")} rows to look at`;
  const told = rows ? words : "No row is flagged";
  if (sum.textContent !== told) sum.textContent = told;
  flagbar.hidden = !body.rows.length;
  for (const button of flagbar.querySelectorAll("[data-jump]")) button.disabled = !rows;
  for (const row of body.rows) row.hidden = Boolean(only) && !row.querySelector(`li[data-kind="${only}"]`);
});
kinds.addEventListener("click", (event) => {
  const button = event.target.closest("[data-kind]");
  if (!button) return;
  only = only === button.dataset.kind ? "" : button.dataset.kind;
  drawn();
});

// The bar stays in sight beneath the one above it, however many lines that takes. Gradio wipes the style of what it draws
// itself and may draw the bar above anew, so its height is looked up again whenever rows come.
const under = () => {
  const above = document.querySelector("#bar");
  if (above?.offsetHeight) document.documentElement.style.setProperty("--under", `${above.offsetHeight}px`);
};
after.push(under);
window.addEventListener("resize", under);

let current = 0;
const enter = (row) => {
  for (const cell of body.querySelectorAll('td.target[tabindex="0"]')) cell.tabIndex = -1;
  const cell = row.querySelector("td.target");
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
  current = Number(row.dataset.row);
};
const jump = (step) => {
  const rows = flagged();
  if (!rows.length) return;
  const number = (row) => Number(row.dataset.row);
  const next =
    step > 0 ? rows.find((row) => number(row) > current) || rows[0] : rows.findLast((row) => number(row) < current) || rows.at(-1);
  enter(next);
};
flagbar.addEventListener("click", (event) => {
  const button = event.target.closest("[data-jump]");
  if (button) jump(Number(button.dataset.jump));
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "n" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target) || !element.offsetParent) return;
  event.preventDefault();
  jump(event.shiftKey ? -1 : 1);
});
body.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (row) current = Number(row.dataset.row);
});
const point = (event) => {
  const flag = event.target.closest("li[data-flag]");
  paint("pointed", flag ? [flagRange(rowOf(flag), Number(flag.dataset.flag))] : []);
};
body.addEventListener("pointerover", point);
// English is one stop of the Tab key as well; up and down go from row to row
after.push(() => {
  const first = body.querySelector("td.target");
  if (first && !body.querySelector('td.target[tabindex="0"]')) first.tabIndex = 0;
});
body.addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!step || !event.target.matches("td.target")) return;
  event.preventDefault();
  let row = rowOf(event.target)[step];
  while (row?.hidden) row = row[step];
  if (row) enter(row);
});
