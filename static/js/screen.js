// A display of the hall. It asks for its content three times a minute; the answer is empty while nothing has changed.
//
// Without a server it goes on showing what it has and says how old that is. What it showed last is kept in the browser, too
// (Cache API), so that a restart without a server finds it again; the worker (screen-sw.js) opens the page itself then.
// When the server says that this is no display (any more), everything kept is forgotten.

const ASK_EVERY = 20_000;
const GIVE_UP_AFTER = 10_000; // a server that hangs is no server
const FAILURES_BEFORE_NOTICE = 2;
const KEEP_EVERY = 60_000;
const STORE = "screen-1";
const { content: address, worker, version, stale, zone: timeZone } = document.body.dataset;
const keeps = Boolean(worker) && "caches" in window;

let etag = document.body.dataset.etag;
let asOf = new Date(document.body.dataset.asOf);
let ahead = asOf - Date.now(); // how far the server's clock is ahead of this one
let failures = 0;
let keptAt = 0;
let shown = ""; // the content as it came
const turns = new Map(); // region -> { index, since }

const main = document.getElementById("content");
const notice = document.getElementById("stale");

async function ask() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), GIVE_UP_AFTER);
  try {
    const answer = await fetch(address, { headers: { "If-None-Match": etag }, cache: "no-store", signal: stop.signal });
    if (answer.status === 403) return await forget();
    if (answer.status !== 200 && answer.status !== 304) throw new Error(answer.status);
    if (answer.status === 200) show(await answer.text(), answer.headers.get("ETag"));
    setClock(answer.headers.get("X-As-Of"));
    failures = 0;
    notice.hidden = true;
    renewPage(answer.headers.get("X-Version"));
    await keep(answer.status === 200);
  } catch {
    failures += 1;
    if (failures >= FAILURES_BEFORE_NOTICE) sayHowOld();
  } finally {
    clearTimeout(timer);
  }
}

function show(html, mark) {
  const made = document.createElement("template");
  made.innerHTML = html;
  main.replaceChildren(made.content);
  [shown, etag] = [html, mark];
  for (const region of main.querySelectorAll(".region")) turn(region, 0);
}

function setClock(text) {
  asOf = new Date(text);
  ahead = asOf - Date.now();
}

function sayHowOld() {
  const now = new Date(Date.now() + ahead);
  const dayOf = (moment) => moment.toLocaleDateString("zh-CN", { timeZone });
  const sameDay = dayOf(asOf) === dayOf(now);
  const time = asOf.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone });
  const day = asOf.toLocaleDateString("zh-CN", { month: "long", day: "numeric", timeZone });
  notice.textContent = stale.replace("{when}", sameDay ? time : `${day} ${time}`);
  notice.hidden = false;
}

// Another version of the templates, styles or this script: open the page anew, but never in a circle.
function renewPage(now) {
  if (!now || now === version || sessionStorage.getItem("renewed") === now) return;
  sessionStorage.setItem("renewed", now);
  location.reload();
}

// Keeping and forgetting

async function keep(changed) {
  if (!keeps || (!changed && Date.now() - keptAt < KEEP_EVERY)) return;
  keptAt = Date.now();
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-As-Of": asOf.toISOString(), ETag: etag };
  await (await caches.open(STORE)).put(address, new Response(shown, { headers }));
}

async function keepPage() {
  await navigator.serviceWorker.register(worker, { scope: "/screens/" });
  const store = await caches.open(STORE);
  const files = [...document.querySelectorAll('link[rel~="stylesheet"], link[rel~="icon"], script[src], img')];
  // Each name once: the store refuses a list that names a file twice.
  const names = [...new Set([location.pathname, ...files.map((one) => new URL(one.href || one.src).pathname)])];
  await store.addAll(names);
  for (const { url } of await store.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== address && !names.includes(pathname)) await store.delete(pathname);
  }
}

async function recall() {
  const kept = keeps && (await caches.match(address, { cacheName: STORE }));
  if (!kept || new Date(kept.headers.get("X-As-Of")) <= asOf) return;
  show(await kept.text(), kept.headers.get("ETag"));
  asOf = new Date(kept.headers.get("X-As-Of"));
}

async function forget() {
  if (keeps) await caches.delete(STORE);
  location.reload();
}

// Taking turns

function turn(region, step) {
  const panels = [...region.querySelectorAll(".panel")];
  if (!panels.length) return;
  const seen = turns.get(region.className) || { index: 0 };
  const index = (seen.index + step) % panels.length;
  panels.forEach((panel, place) => (panel.hidden = place !== index));
  fit(panels[index]);
  turns.set(region.className, { index, since: Date.now(), lasts: panels[index].dataset.seconds * 1000 });
}

// An entry that does not fit whole is left out rather than cut.
function fit(panel) {
  for (const list of panel.querySelectorAll(".rows")) {
    const { bottom } = list.getBoundingClientRect();
    for (const row of [...list.children].slice(1)) {
      if (row.hidden || row.getBoundingClientRect().bottom > bottom + 2) row.hidden = true;
    }
  }
}

function tick() {
  const now = new Date(Date.now() + ahead);
  write("time", now.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone }));
  write("day", now.toLocaleDateString("zh-CN", { month: "long", day: "numeric", weekday: "long", timeZone }));
  for (const region of main.querySelectorAll(".region")) {
    const { since, lasts } = turns.get(region.className) || {};
    if (since !== undefined && Date.now() - since >= lasts) turn(region, 1);
  }
  for (const alert of main.querySelectorAll("[data-until]")) alert.hidden = now >= alert.dataset.until * 1000;
}

function write(id, text) {
  const place = document.getElementById(id);
  if (place.textContent !== text) place.textContent = text;
}

async function begin() {
  const opened = Date.now();
  shown = main.innerHTML;
  for (const region of main.querySelectorAll(".region")) turn(region, 0);
  tick();
  setInterval(tick, 1000);
  const fromStore = await isFromStore();
  if (fromStore) {
    ahead = 0;
    await recall();
    failures = FAILURES_BEFORE_NOTICE;
    sayHowOld();
    await ask();
  } else if (keeps) {
    await keep(true);
    keepPage().catch(() => {});
  }
  setTimeout(function again() {
    ask().finally(() => setTimeout(again, ASK_EVERY));
  }, Math.max(0, ASK_EVERY - (Date.now() - opened)));
}

// Whether the worker opened this page because there was no server. Its copy carries the age of the page in the page.
async function isFromStore() {
  if (!keeps || !navigator.serviceWorker.controller) return false;
  try {
    return !(await fetch(address, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(GIVE_UP_AFTER) }));
  } catch {
    return true;
  }
}

begin();
