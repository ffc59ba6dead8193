// The touch kiosk: pages change in place, so that the browser has no history that the next visitor could go back to;
// who is gone is asked, and forgotten. Without this script links and keys work as usual, and pages go back by themselves.

const TICK = 500;
let lastTouch = Date.now();
let leaving = false;
let busy = false;
// Keys that were pressed while the page of the key before was still on its way: none is lost, each acts on the page it is for.
const waiting = [];

for (const kind of ["pointerdown", "keydown", "scroll"]) {
  document.addEventListener(kind, () => (lastTouch = Date.now()), { capture: true, passive: true });
}
for (const kind of ["contextmenu", "dragstart"]) document.addEventListener(kind, (event) => event.preventDefault());

document.addEventListener("click", (event) => {
  const key = event.target.closest(".key");
  if (busy && key) {
    event.preventDefault();
    waiting.push(key.textContent);
    return;
  }
  if (event.target.closest("#idle-stay")) return stay();
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.getAttribute("href") === document.body.dataset.start) begin();
  else open(link.href);
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  open(event.target.action, { method: "POST", body });
});

// Put another page in the place of this one.
async function open(address, wishes = {}) {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(address, { ...wishes, cache: "no-store" });
    if (answer.status >= 500) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.body.replaceWith(document.adoptNode(page.body));
    history.replaceState(null, "", wishes.method ? location.pathname : address);
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
    lost(false);
  } catch {
    waiting.length = 0;
    lost(true);
    setTimeout(() => lost(false), 6000);
  } finally {
    busy = false;
  }
  press();
}

// Press the next key that waits, if the page that came has it.
function press() {
  const face = waiting.shift();
  if (face === undefined) return;
  const key = [...document.querySelectorAll(".key")].find((one) => one.textContent === face);
  if (key) key.click();
  else waiting.length = 0;
}

// Begin anew for the next visitor, once the server answers: a kiosk must not end on an error page of the browser.
async function begin() {
  if (leaving) return;
  leaving = true;
  document.getElementById("main")?.replaceChildren();
  const { start } = document.body.dataset;
  for (;;) {
    try {
      if ((await fetch(start, { method: "HEAD", cache: "no-store" })).status < 500) break;
    } catch {
      // no server
    }
    lost(true);
    await new Promise((done) => setTimeout(done, 5000));
  }
  location.replace(start);
}

function lost(is) {
  const place = document.getElementById("lost");
  if (place) place.hidden = !is;
}

function stay() {
  lastTouch = Date.now();
  document.getElementById("idle").hidden = true;
  document.getElementById("main").focus({ preventScroll: true });
}

setInterval(() => {
  const { warn, reset, isStart } = document.body.dataset;
  const still = (Date.now() - lastTouch) / 1000;
  const asking = document.getElementById("idle");
  if (!asking || leaving) return;
  if (isStart) {
    // Nothing to forget; a fresh page twice an hour brings what was released meanwhile.
    if (still > 1800) begin();
    return;
  }
  if (still >= reset) return begin();
  if (still >= warn && asking.hidden) {
    asking.hidden = false;
    document.getElementById("idle-stay").focus();
  } else if (still < warn) asking.hidden = true;
  if (!asking.hidden) {
    const left = String(Math.max(1, Math.ceil(reset - still)));
    const place = document.getElementById("idle-seconds");
    if (place.textContent !== left) place.textContent = left;
  }
}, TICK);
