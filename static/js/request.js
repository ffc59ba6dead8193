// Helps while a request is written: shows what is public already, and tells in time that a file is too large.
// Both happen on the server as well; the form needs no script.
const box = document.querySelector("[data-suggest]");
if (box) {
  let waiting;
  let asking = new AbortController();
  const field = document.getElementById("id_subject");
  const typed = (name) => new FormData(field.form).get(name) ?? "";
  field.form.addEventListener("input", (event) => {
    if (event.target !== field && event.target.name !== "kind") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(field.value), 300);
  });
  const suggest = async (subject) => {
    asking.abort();
    asking = new AbortController();
    // What a report of wrongdoing says is asked nowhere before it is sent.
    if (typed("kind") === "report") return box.replaceChildren();
    // Long numbers and addresses are left out, however they are written; names cannot be told from other words.
    const words = subject.normalize("NFKC").replace(/\d[\d\s-]{5,}\d[xX]?|\S+@\S+/g, " ").trim();
    if (words.length < 2) return box.replaceChildren();
    try {
      // In the body: addresses stand in logs.
      const body = new URLSearchParams({ q: words, kind: typed("kind"), csrfmiddlewaretoken: typed("csrfmiddlewaretoken") });
      const answer = await fetch(box.dataset.suggest, { method: "POST", body, signal: asking.signal });
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
