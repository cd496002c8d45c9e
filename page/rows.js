// Within one translation rows only come to the end, so only new ones are put there: what stands keeps the reader's
// place and selection, and a long text does not slow down as it grows. A value that does not go on is a new translation.
const table = element.querySelector("table");
const hint = element.querySelector(".hint");
const body = element.querySelector("tbody");
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
};
watch("value", draw);
draw();
