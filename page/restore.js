async () => {
  // What stood in the box before the page was loaded anew; a page that is opened afresh begins afresh.
  const kept = sessionStorage.getItem("audarma.box");
  sessionStorage.removeItem("audarma.box");
  if (kept === null || performance.getEntriesByType("navigation")[0]?.type === "navigate") return;
  let box;
  while (!(box = document.querySelector("#box textarea"))) await new Promise(requestAnimationFrame);
  box.value = kept;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
