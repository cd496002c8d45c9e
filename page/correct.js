// English is corrected where it stands: Enter or the pencil opens it, Ctrl+Enter keeps it, Esc leaves it as it was.
const NAME = "audarma.who";
// A server that was stopped answers nothing at all.
const PATIENCE = 12000;
let asked = 0;
const SILENT = "The server does not answer. Your words stay here: try again once it runs.";
const tools = element.querySelector("#tools");
const said = element.querySelector("#said");
const form = element.querySelector("#editor");
const undo = flagbar.querySelector("[data-deed=undo]");
const redo = flagbar.querySelector("[data-deed=redo]");
const name = () => {
  try {
    return localStorage.getItem(NAME) || "";
  } catch {
    return "";
  }
};
const numbered = (number) => body.querySelector(`tr[data-row="${number}"]`);
const ask = (deed, row, more = {}) => trigger("correct", { deed, row: row ? Number(row.dataset.row) : 0, who: name(), ...more });
const tell = (words, bad = false) => {
  said.textContent = words;
  said.className = bad ? "bad" : "";
};
const openEditor = (row) => {
  let editor = row.querySelector(".editor");
  if (!editor) {
    const cell = row.querySelector("td.target");
    editor = form.content.firstElementChild.cloneNode(true);
    const field = editor.querySelector("textarea");
    field.value = textOf(row, "target").textContent;
    field.setAttribute("aria-label", `English of row ${row.dataset.row}`);
    editor.querySelector("input").value = name();
    cell.append(editor);
    row.classList.add("open");
    fit(field);
  }
  tools.hidden = true;
  editor.querySelector("textarea").focus();
  return editor;
};
const fit = (field) => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
};
const closeEditor = (row) => {
  row.querySelector(".editor")?.remove();
  row.classList.remove("open");
  enter(row);
};
const wait = (row, deed, more) => {
  const editor = row.querySelector(".editor");
  const told = editor?.querySelector(".told");
  const words = deed === "others" ? "Asking the machine …" : "Keeping …";
  ask(deed, row, more);
  if (!told) return;
  told.textContent = words;
  const number = String((asked += 1));
  told.dataset.asked = number;
  setTimeout(() => {
    // in another language it says something else by now, and where an answer came it says nothing of this
    if (told.dataset.asked === number) told.textContent = SILENT;
  }, PATIENCE);
};
const keep = (row) => wait(row, "keep", { text: row.querySelector(".editor textarea").value });
body.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  const editor = event.target.closest(".editor");
  const strong = event.ctrlKey || event.metaKey;
  if (editor && event.key === "Escape") {
    event.preventDefault();
    closeEditor(row);
  } else if (editor && event.key === "Enter" && (strong || event.target.matches("input"))) {
    event.preventDefault();
    keep(row);
  } else if (event.target.matches("td.target") && event.key === "Enter") {
    event.preventDefault();
    if (strong) wait(row, "accept");
    else openEditor(row);
  }
});
body.addEventListener("input", (event) => {
  if (event.target.matches(".editor textarea")) fit(event.target);
  if (event.target.matches(".editor input"))
    try {
      localStorage.setItem(NAME, event.target.value);
    } catch {
      // a browser without leave for it: the name holds for this row
    }
});
const DEEDS = { edit: openEditor, accept: (row) => wait(row, "accept"), keep, leave: closeEditor };
const others = (row) => {
  openEditor(row);
  wait(row, "others");
};
const pressed = (row, button) => {
  if (button.dataset.wording !== undefined) {
    const field = row.querySelector(".editor textarea");
    field.value = button.dataset.wording;
    fit(field);
    field.focus();
  } else if (button.dataset.deed === "others") others(row);
  else DEEDS[button.dataset.deed]?.(row);
};
body.addEventListener("click", (event) => {
  const button = event.target.closest("[data-deed], [data-wording]");
  if (button) pressed(rowOf(button), button);
});
body.addEventListener("dblclick", (event) => {
  const row = rowOf(event.target);
  if (row && event.target.closest("td.target .text") && !event.target.closest("mark")) openEditor(row);
});
tools.addEventListener("click", (event) => {
  const button = event.target.closest("[data-deed]");
  const row = numbered(tools.dataset.row);
  if (button && row) pressed(row, button);
});
// One set of buttons for the mouse, which goes with it from row to row.
const hold = (row) => {
  if (!row || row.classList.contains("open")) {
    tools.hidden = true;
    return;
  }
  tools.dataset.row = row.dataset.row;
  tools.hidden = false;
  const place = row.getBoundingClientRect();
  tools.style.top = `${place.top - element.getBoundingClientRect().top - 14}px`;
};
body.addEventListener("pointerover", (event) => hold(rowOf(event.target)));
element.addEventListener("pointerleave", () => hold(null));

for (const button of [undo, redo]) button.addEventListener("click", () => ask(button.dataset.deed, null));
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (typing(event.target) || !element.offsetParent) return;
  event.preventDefault();
  const button = event.shiftKey ? redo : undo;
  if (!button.disabled) button.click();
});

// The answer: rows to put in the place of those that stand, or what is wrong, told where the person is.
const answered = (patch) => {
  const row = numbered(patch.row);
  const editor = row?.querySelector(".editor");
  if (patch.undo !== undefined) undo.disabled = !patch.undo;
  delete editor?.querySelector(".told").dataset.asked;
  if (patch.redo !== undefined) redo.disabled = !patch.redo;
  if (patch.alert) {
    const told = editor?.querySelector(".told");
    if (told) told.textContent = patch.alert;
    tell(patch.alert, true);
    return;
  }
  if (patch.others !== undefined && editor) {
    editor.querySelector(".told").textContent = "";
    editor.querySelector(".others").innerHTML = patch.others;
    return;
  }
  const place = row && row.contains(document.activeElement);
  let last = null;
  for (const html of patch.rows || []) {
    const holder = document.createElement("tbody");
    holder.innerHTML = html;
    const made = holder.firstElementChild;
    const old = numbered(made.dataset.row);
    if (!old) continue;
    const kept = old !== row && old.querySelector(".editor");
    if (kept) {
      // somebody is at work in a row of the same words
      made.querySelector("td.target").append(kept);
      made.classList.add("open");
    }
    old.replaceWith(made);
    last = last || made;
  }
  drawn();
  hold(null);
  tell(patch.said || "");
  const at = numbered(patch.row) || last;
  if (at && (place || !patch.row)) enter(at);
};
element.addEventListener("answered", (event) => answered(event.detail));

// What is being written outlives a page that is loaded anew, as when the server was away.
const PENDING = "audarma.pending";
const open = () =>
  [...body.querySelectorAll(".editor textarea")].map((field) => [textOf(rowOf(field), "source").textContent, field.value]);
window.addEventListener("pagehide", () => {
  const texts = [...pending, ...open()];
  try {
    if (texts.length) sessionStorage.setItem(PENDING, JSON.stringify(texts));
  } catch {
    // a browser without room or leave for it
  }
});
let pending = new Map();
try {
  pending = new Map(JSON.parse(sessionStorage.getItem(PENDING) || "[]"));
  sessionStorage.removeItem(PENDING);
} catch {
  // as above
}
if (pending.size)
  hint.textContent =
    "This page was loaded anew. Translate the text again: what you were writing is then open where you were writing it.";
before.push(() => {
  for (const [source, text] of open()) pending.set(source, text);
});
after.push(() => {
  if (!pending.size) return;
  for (const row of body.rows) {
    const source = textOf(row, "source").textContent;
    if (!pending.has(source)) continue;
    const field = openEditor(row).querySelector("textarea");
    field.value = pending.get(source);
    fit(field);
    pending.delete(source);
  }
});
watch("value", draw);
draw();
