// A highlighted name is a button that opens its entry. All of them together are one stop of the Tab key; the arrow keys
// go from one to the next.
const taker = element.querySelector("#take");
const names = () => [...body.querySelectorAll("mark.term")];
after.push(() => {
  for (const name of body.querySelectorAll("mark.term:not([role])")) {
    name.setAttribute("role", "button");
    name.tabIndex = -1;
  }
  const first = names()[0];
  if (first && !body.querySelector('mark.term[tabindex="0"]')) first.tabIndex = 0;
});
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
  event.stopPropagation();
  if (step) go(name, step);
  else trigger("take", { span: name.dataset.source });
});

// What is selected within one Kazakh sentence can be taken into a new entry; English that is selected next in the same
// row goes with it. English alone takes the Kazakh that it is tied to.
let picked = null;
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !String(selection).trim()) return null;
  const range = selection.getRangeAt(0);
  const text = range.startContainer.parentElement?.closest("td .text");
  if (!text || !body.contains(text) || !text.contains(range.endContainer)) return null;
  return { row: rowOf(text), side: sideOf(cellOf(text)), words: String(range).trim().slice(0, 500), range: range.cloneRange() };
};
const linkedTo = (one) => {
  const start = offsetIn(textOf(one.row, "target"), one.range.startContainer, one.range.startOffset);
  const link = linkAt(one.row, "target", start + 1);
  return link && String(rangeIn(textOf(one.row, "source"), link[0], link[1]));
};
const entry = (one) => {
  if (!one) return null;
  if (one.side === "source") return { span: one.words };
  const span = picked?.row === one.row ? picked.words : linkedTo(one);
  return span ? { span, english: one.words } : null;
};
const offer = () => {
  const one = selected();
  if (one?.side === "source") picked = one;
  const found = entry(one);
  paint("picked", found?.english && picked?.row === one.row ? [picked.range] : []);
  taker.hidden = !found;
  if (!found) return;
  taker.textContent = found.english ? `Add to the glossary: ${found.span} → ${found.english}` : "Add to the glossary";
  const place = one.range.getBoundingClientRect();
  const around = element.getBoundingClientRect();
  taker.style.left = `${Math.max(0, Math.min(place.left - around.left, around.width - taker.offsetWidth))}px`;
  taker.style.top = `${place.bottom - around.top + 4}px`;
};
document.addEventListener("selectionchange", offer);
// pressing it must not undo the selection that it takes
taker.addEventListener("mousedown", (event) => event.preventDefault());
taker.addEventListener("click", () => {
  const found = entry(selected());
  if (found) trigger("take", found);
  picked = null;
  getSelection().removeAllRanges();
});
