(patch) => {
  // what was asked of a row comes back to the rows' own script
  if (patch) document.querySelector("#rows").querySelector(".bitext").dispatchEvent(new CustomEvent("answered", { detail: patch, bubbles: true }));
}
