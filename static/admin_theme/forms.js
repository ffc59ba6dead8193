// Helps with long forms; every form works without it. A form that asks before typed text is lost says data-keep,
// or data-keep="changed" when it came back with errors and its text is nowhere else.
const PLACE = "back-office-place";
const kept = new Map();
let sending = null;

function contents(form) {
  const parts = [];
  for (const [name, value] of new FormData(form)) {
    parts.push(name, typeof value === "string" ? value : `${value.name} ${value.size}`);
  }
  return JSON.stringify(parts);
}

// After a save the page stands where it stood, with the same rows unfolded, unless there is something to read on top.
function rememberPlace(form) {
  const open = [...form.querySelectorAll(".inline-related > details[open]")].map((row) => row.parentElement.id);
  sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, y: scrollY, open }));
}

function returnToPlace() {
  const place = JSON.parse(sessionStorage.getItem(PLACE) || "{}");
  sessionStorage.removeItem(PLACE);
  const toRead = document.querySelector(".error-summary, .messagelist .warning, .messagelist .error");
  if (place.path !== location.pathname || toRead) return;
  for (const id of place.open) {
    const row = document.getElementById(id)?.querySelector("details");
    if (row) row.open = true;
  }
  scrollTo(0, place.y);
}

window.addEventListener("load", () => {
  for (const form of document.querySelectorAll("form[data-keep]")) {
    kept.set(form, form.dataset.keep === "changed" ? null : contents(form));
    form.addEventListener("submit", (event) => {
      sending = form;
      if (event.submitter?.name === "_continue") rememberPlace(form);
    });
    form.addEventListener("input", () => form.querySelector(".save-done")?.remove(), { once: true });
  }
  returnToPlace();
});
window.addEventListener("pageshow", () => { sending = null; });
window.addEventListener("beforeunload", (event) => {
  const loses = ([form, before]) => form !== sending && before !== contents(form);
  if ([...kept].some(loses)) event.preventDefault();
});

// A new row takes the focus at its first field (the number can wait); a row taken back gives it to “add”.
document.addEventListener("formset:added", (event) => {
  event.target.querySelector("input:not([type=hidden], .row-position), select, textarea")?.focus();
});
document.addEventListener("formset:removed", (event) => {
  document.querySelector(`#${event.detail.formsetName}-group .add-row a`)?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "s" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    const save = document.querySelector("form[data-keep] [name=_continue]");
    if (save) {
      event.preventDefault();
      save.click();
    }
  } else if (event.key === " " && event.target.matches("a[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});

// Who types a long text works, too: the session does not end as idle meanwhile.
const STILL_HERE_EVERY = 300_000;
let told = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - told < STILL_HERE_EVERY) return;
  told = Date.now();
  fetch("/admin/still-here/", { credentials: "same-origin" }).catch(() => {});
});
