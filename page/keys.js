() => {
  const KEPT = "audarma.box";
  const NAME = "audarma.who";
  const box = () => document.querySelector("#box textarea");
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      // the rows have their own use for it
      if (event.target.closest?.("#rows")) return;
      // the button of the tab that is open
      const buttons = [...document.querySelectorAll("#translate, #compare, #look")];
      const button = buttons.find((one) => one.offsetParent);
      if (!button || button.disabled) return;
      event.preventDefault();
      event.stopPropagation();
      button.click();
    },
    true,
  );
  // A browser lays a text of many megabytes out for half a minute, in which nobody could be told that it is too long.
  document.addEventListener(
    "paste",
    (event) => {
      const said = document.querySelector("#delivered");
      const text = event.clipboardData.getData("text/plain");
      const length = text.length;
      if (event.target !== box() || length <= Number(said.dataset.longest)) return;
      event.preventDefault();
      event.stopPropagation();
      const lines = text.split(/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
      const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
      const words = longest > Number(said.dataset.longestline) ? said.dataset.longline : said.dataset.toolong;
      said.textContent = words.replace("{}", length.toLocaleString("en"));
    },
    true,
  );
  // Gradio loads the page anew when its server was away: the text must outlive that. It is taken back at once.
  window.addEventListener("pagehide", () => {
    try {
      if (box()?.value) sessionStorage.setItem(KEPT, box().value);
    } catch {
      // a browser without room or leave for it
    }
  });
  // Who edits the glossary stays the same from one visit to the next.
  document.addEventListener("change", (event) => {
    try {
      if (event.target.closest?.("#who, #compare-who")) localStorage.setItem(NAME, event.target.value);
    } catch {
      // as above
    }
  });
  // what drives the page from outside may begin now
  document.documentElement.dataset.ready = "yes";
}
