// Helps while a request is written: shows what is public already, and tells in time that a file is too large.
// Both happen on the server as well; the form needs no script.
const box = document.querySelector("[data-suggest]");
if (box) {
  let waiting;
  let asking = new AbortController();
  document.getElementById("id_subject").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(event.target.value), 300);
  });
  const suggest = async (subject) => {
    asking.abort();
    asking = new AbortController();
    // Long numbers and addresses are left out, however they are written; names cannot be told from other words.
    const words = subject.normalize("NFKC").replace(/\d[\d\s-]{5,}\d[xX]?|\S+@\S+/g, " ").trim();
    if (words.length < 2) return box.replaceChildren();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
      if (answer.ok) box.innerHTML = await answer.text();
    } catch {
      // Without a network, or overtaken by the next letter: the form works all the same.
    }
  };
}
const warning = document.querySelector("[data-most-mb]");
if (warning) {
  const inputs = [...document.querySelectorAll("input[type=file]")];
  const most = Number(warning.dataset.mostMb) * 1024 * 1024;
  const tooLarge = () => inputs.find((input) => [...input.files].some((file) => file.size > most));
  for (const input of inputs) input.addEventListener("change", () => (warning.hidden = !tooLarge()));
  warning.closest("form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "send" || !tooLarge()) return;
    event.preventDefault();
    tooLarge().focus();
  });
}
