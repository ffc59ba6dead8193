// The only script of the public pages: it shows the print buttons, which need one.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
// On paper every answer is readable.
window.addEventListener("beforeprint", () => {
  for (const answer of document.querySelectorAll("details:not([open])")) {
    answer.open = true;
    answer.dataset.closed = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const answer of document.querySelectorAll("details[data-closed]")) {
    answer.open = false;
    delete answer.dataset.closed;
  }
});
