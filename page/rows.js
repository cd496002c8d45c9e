// Within one translation rows only come to the end, so only new ones are put there: what stands keeps the reader's
// place and selection, and a long text does not slow down as it grows. A value that does not go on is a new translation.
const table = element.querySelector("table");
const hint = element.querySelector(".hint");
const body = element.querySelector("tbody");
const taker = element.querySelector("#take");
let shown = "";
const draw = () => {
  const rows = props.value || "";
  if (!rows.startsWith(shown)) {
    body.replaceChildren();
    shown = "";
  }
  body.insertAdjacentHTML("beforeend", rows.slice(shown.length));
  shown = rows;
  table.hidden = !rows;
  hint.hidden = Boolean(rows);
  dress();
};

// A highlighted name is a button that opens its entry. All of them together are one stop of the Tab key; the arrow keys
// go from one to the next.
const names = () => [...body.querySelectorAll("mark.term")];
const dress = () => {
  for (const name of body.querySelectorAll("mark.term:not([role])")) {
    name.setAttribute("role", "button");
    name.tabIndex = -1;
  }
  const first = names()[0];
  if (first && !body.querySelector('mark.term[tabindex="0"]')) first.tabIndex = 0;
};
const go = (from, step) => {
  const all = names();
  const to = all[all.indexOf(from) + step];
  if (!to) return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
};
body.addEventListener("click", (event) => {
  const name = event.target.closest("mark.term");
  if (name && getSelection().isCollapsed) trigger("take", { span: name.dataset.source });
});
body.addEventListener("keydown", (event) => {
  const name = event.target.closest("mark.term");
  if (!name) return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step && event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  if (step) go(name, step);
  else trigger("take", { span: name.dataset.source });
});

// What is selected within one Kazakh sentence can be taken into a new entry.
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const cell = range.startContainer.parentElement?.closest("td.source");
  return cell && body.contains(cell) && cell.contains(range.endContainer) && String(selection).trim() ? range : null;
};
const offer = () => {
  const range = selected();
  taker.hidden = !range;
  if (!range) return;
  const place = range.getBoundingClientRect();
  const around = element.getBoundingClientRect();
  taker.style.left = `${Math.max(0, Math.min(place.left - around.left, around.width - taker.offsetWidth))}px`;
  taker.style.top = `${place.bottom - around.top + 4}px`;
};
document.addEventListener("selectionchange", offer);
// pressing it must not undo the selection that it takes
taker.addEventListener("mousedown", (event) => event.preventDefault());
taker.addEventListener("click", () => {
  const range = selected();
  if (range) trigger("take", { span: String(range).slice(0, 500) });
  getSelection().removeAllRanges();
});
watch("value", draw);
draw();
