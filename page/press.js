// The lists come as HTML: a button in them says what it stands for.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-press]");
  if (button) trigger("press", { mark: button.dataset.press });
});
