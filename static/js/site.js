// On every public page. Shows the print buttons, which need a script.
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
// While reading, the list of contents marks the section that is on the screen.
const entries = new Map([...document.querySelectorAll('.toc a[href^="#"]')].map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver(
  (seen) => {
    const here = seen.filter((one) => one.isIntersecting).pop();
    if (!here) return;
    for (const [name, link] of entries) {
      if (name === here.target.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },
  { rootMargin: "-10% 0px -75%" },
);
for (const name of entries.keys()) {
  const section = document.getElementById(name);
  if (section) watcher.observe(section);
}
// The service worker keeps the guides read last for times without a network (sw.js).
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js", { updateViaCache: "all" });
