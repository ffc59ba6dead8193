// Service worker: the guides read last can be read again without a network.
//
// The network always comes first, so nobody with a connection ever sees an old page. Kept are guide pages alone,
// and only as the server sends them to everybody ("Cache-Control: public"). Requests to the back office, requests
// that send something and pages about one person are not touched: for them the browser works as if there were
// no worker. The view that serves this file puts VERSION before it, a digest of the offline pages; a new
// version of the site therefore brings a new worker, which fetches the offline pages anew.

const GUIDES = "guides-1";
const FILES = "files-1"; // the offline pages, and what kept pages look like
const MOST_GUIDES = 40;
const OFFLINE = ["/offline/", "/en/offline/"];
const GUIDE = /^(\/en)?\/guides\/[^/]+\/$/;
const HANDS_OFF = /^(\/en)?\/(admin|staff|display|kiosk|screens|disclosure\/(requests|status|suggestions))\//;
const LOOKS = /^\/static\/|^(\/en)?\/display\.css$/;
const NAMED_FILES = /(?:\/static\/[^"'\s]+\.(?:css|js|svg|png)|(?:\/en)?\/display\.css)(?=")/g;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || HANDS_OFF.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(openPage(event, pathname));
  else if (LOOKS.test(pathname)) event.respondWith(fetch(request).catch(() => keptFile(request)));
});

async function install() {
  for (const path of OFFLINE) {
    const page = await fetch(path, { cache: "reload" });
    if (!page.ok) throw new Error(`${path}: ${page.status}`);
    await keep(FILES, path, page);
  }
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (![GUIDES, FILES].includes(name)) await caches.delete(name);
  await forgetUnnamedFiles();
  await self.clients.claim();
  // The page that brought this worker was opened before it could keep anything.
  for (const { url } of await self.clients.matchAll({ type: "window" })) {
    const { pathname } = new URL(url);
    if (GUIDE.test(pathname)) await fetch(pathname).then((page) => keepGuide(pathname, page), () => {});
  }
}

async function openPage(event, path) {
  let page;
  try {
    page = await fetch(event.request);
  } catch {
    return withoutNetwork(path);
  }
  if (GUIDE.test(path)) event.waitUntil(keepGuide(path, page.clone()).catch(() => {}));
  return page;
}

async function keepGuide(path, page) {
  const forEverybody = (page.headers.get("Cache-Control") || "").includes("public");
  const guides = await caches.open(GUIDES);
  if (page.status === 404) await guides.delete(path); // withdrawn
  if (!page.ok || page.redirected || !forEverybody) return;
  await keep(GUIDES, path, page);
  const paths = await guides.keys(); // the one kept last stands last
  for (const old of paths.slice(0, -MOST_GUIDES)) await guides.delete(old);
}

// Store a page and the style sheets, scripts and pictures it names.
async function keep(store, path, page) {
  const files = await caches.open(FILES);
  for (const file of namedFiles(await page.clone().text())) {
    if (file.endsWith("/display.css") || !(await files.match(file))) await files.add(file);
  }
  await (await caches.open(store)).put(path, page);
}

const namedFiles = (html) => new Set(html.match(NAMED_FILES));

// After a new version of the site some files are named by no kept page any more.
async function forgetUnnamedFiles() {
  const files = await caches.open(FILES);
  const named = new Set(OFFLINE);
  for (const store of [files, await caches.open(GUIDES)]) {
    for (const request of await store.keys()) {
      const kept = await store.match(request);
      if ((kept.headers.get("Content-Type") || "").startsWith("text/html")) {
        for (const file of namedFiles(await kept.text())) named.add(file);
      }
    }
  }
  for (const request of await files.keys()) {
    if (!named.has(new URL(request.url).pathname)) await files.delete(request);
  }
}

async function keptFile(request) {
  return (await (await caches.open(FILES)).match(request)) || Response.error();
}

// The kept guide under a notice of its age, or the offline page with a list of what can be read.
async function withoutNetwork(path) {
  const english = path.startsWith("/en/");
  const guides = await caches.open(GUIDES);
  const offline = await (await caches.open(FILES)).match(OFFLINE[english ? 1 : 0]);
  const text = await offline.text();
  const kept = await guides.match(path);
  if (!kept) return withBody(offline, text.replace("<!--kept guides-->", await listOfGuides(guides, english)));
  const saved = new Date(kept.headers.get("Date") || 0);
  const when = saved.toLocaleString(english ? "en" : "zh-CN", { dateStyle: "long", timeStyle: "short" });
  const notice = text.match(/<template id="offline-notice">(.*?)<\/template>/s)[1].replace("<!--when-->", when);
  return withBody(kept, (await kept.text()).replace(/<main[^>]*>/, (main) => main + notice));
}

async function listOfGuides(guides, english) {
  let list = "";
  for (const request of (await guides.keys()).reverse()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/en/") !== english) continue;
    const title = (await (await guides.match(request)).text()).match(/<title>(.*?) - /s);
    list += `<li><a href="${pathname}">${title ? title[1] : pathname}</a></li>`;
  }
  return list;
}

// The same headers, among them the Content-Security-Policy, around another body.
function withBody(response, body) {
  const headers = new Headers(response.headers);
  for (const name of ["Content-Length", "Content-Encoding", "ETag"]) headers.delete(name);
  return new Response(body, { status: response.status, headers });
}
