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
    // Where the list is a bar, the marked entry is brought into sight.
    const link = entries.get(here.target.id), bar = link.closest("ul");
    if (bar.scrollWidth > bar.clientWidth) bar.scrollTo({ left: link.offsetLeft - (bar.clientWidth - link.offsetWidth) / 2 });
  },
  { rootMargin: "-10% 0px -75%" },
);
for (const name of entries.keys()) {
  const section = document.getElementById(name);
  if (section) watcher.observe(section);
}
// The service worker keeps the guides read last for times without a network (sw.js).
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js", { updateViaCache: "all" });
// What somebody may be typing into a search box: the browser's own list shows it, so the keyboard works as everywhere.
for (const field of document.querySelectorAll("[data-suggest-words]")) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-words`;
  field.after(list);
  field.setAttribute("list", list.id);
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const words = field.value.trim();
      if (!words) return list.replaceChildren();
      try {
        const answer = await fetch(`${field.dataset.suggestWords}?q=${encodeURIComponent(words)}`);
        const { suggestions } = await answer.json();
        list.replaceChildren(...suggestions.map(({ text }) => Object.assign(document.createElement("option"), { value: text })));
      } catch {
        // Without a network the box is a plain one.
      }
    }, 150);
  });
}
