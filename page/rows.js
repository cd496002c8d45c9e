// Within one translation rows only come to the end, so only new ones are put there: what stands keeps the reader's
// place and selection, and a long text does not slow down as it grows. A value that does not go on is a new translation.
const table = element.querySelector("table");
const hint = element.querySelector(".hint");
const body = element.querySelector("tbody");
let shown = "";
// what is to be put by before all rows go
const before = [];
// what else is to be brought up to date when rows come or change
const after = [];
const drawn = () => after.forEach((step) => step());
const draw = () => {
  const rows = props.value || "";
  if (!rows.startsWith(shown)) {
    before.forEach((step) => step());
    body.replaceChildren();
    shown = "";
  }
  body.insertAdjacentHTML("beforeend", rows.slice(shown.length));
  shown = rows;
  document.documentElement.classList.toggle("translated", Boolean(rows));
  table.hidden = !rows;
  hint.hidden = Boolean(rows);
  drawn();
};
const typing = (target) => Boolean(target.closest?.("input, textarea, select, [contenteditable]"));
const rowOf = (node) => node.closest?.("tr[data-row]");
const cellOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("td.source, td.target");
const sideOf = (cell) => (cell.classList.contains("source") ? "source" : "target");
const textOf = (row, side) => row.querySelector(`td.${side} .text`);

// Offsets within the text of a side, and ranges from them: terms are elements, so a text may be several nodes.
const rangeIn = (text, start, end) => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = new Range();
  let at = 0;
  let open = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const last = at + node.data.length;
    if (!open && start < last) {
      range.setStart(node, start - at);
      open = true;
    }
    if (open && end <= last) {
      range.setEnd(node, end - at);
      return range;
    }
    at = last;
  }
  return null;
};
const offsetIn = (text, node, offset) => {
  const before = new Range();
  before.selectNodeContents(text);
  before.setEnd(node, offset);
  return String(before).length;
};
// Highlights are painted over the text, so that lighting a word changes nothing in the page.
const paint = (name, ranges) => {
  if (!window.CSS?.highlights) return;
  const whole = ranges.filter(Boolean);
  if (whole.length) CSS.highlights.set(name, new Highlight(...whole));
  else CSS.highlights.delete(name);
};
