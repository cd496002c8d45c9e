// A word under the pointer, or a term in focus, lights the words that it is tied to on the other side.
const read = new WeakMap();
const linksOf = (row) => {
  if (!read.has(row)) read.set(row, JSON.parse(row.dataset.links));
  return read.get(row);
};
let lit = null;
const light = (row, link) => {
  if (lit === link) return;
  lit = link;
  const [a, b, c, d] = link || [];
  paint("linked", link ? [rangeIn(textOf(row, "source"), a, b), rangeIn(textOf(row, "target"), c, d)] : []);
};
const linkAt = (row, side, offset) => {
  const at = side === "source" ? 0 : 2;
  return linksOf(row).find((link) => link[at] <= offset && offset <= link[at + 1]);
};
const caret = (x, y) => {
  if (document.caretPositionFromPoint) {
    const place = document.caretPositionFromPoint(x, y);
    return place && [place.offsetNode, place.offset];
  }
  const place = document.caretRangeFromPoint?.(x, y);
  return place && [place.startContainer, place.startOffset];
};
const over = (event) => {
  const text = event.target.closest?.(".text");
  const row = text && rowOf(text);
  const place = row && caret(event.clientX, event.clientY);
  if (!place || !text.contains(place[0])) return light(null, null);
  const side = sideOf(cellOf(text));
  const link = linkAt(row, side, offsetIn(text, ...place));
  if (!link) return light(null, null);
  // a caret lies between two letters: only what is under the pointer counts
  const own = side === "source" ? rangeIn(text, link[0], link[1]) : rangeIn(text, link[2], link[3]);
  const inside = [...own.getClientRects()].some(
    (box) => box.left <= event.clientX && event.clientX <= box.right && box.top <= event.clientY && event.clientY <= box.bottom,
  );
  light(row, inside ? link : null);
};
body.addEventListener("pointermove", over);
body.addEventListener("pointerdown", over);
body.addEventListener("pointerleave", () => light(null, null));
body.addEventListener("focusin", (event) => {
  const name = event.target.closest("mark.term");
  const row = name && rowOf(name);
  if (!row) return;
  const side = sideOf(cellOf(name));
  const start = offsetIn(textOf(row, side), name.firstChild, 0);
  light(row, linkAt(row, side, start + 1));
});
body.addEventListener("focusout", () => light(null, null));
