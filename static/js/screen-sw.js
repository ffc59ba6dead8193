// Worker of the displays: opens the page of a display, and what it looks like, when the server cannot be reached.
//
// The server always comes first. What is kept is put there by the page itself (screen.js); a server that refuses the display
// makes the worker forget it. The view that serves this file puts WAITING before it: the page for a display that has nothing kept.

const STORE = "screen-1";
const PATIENCE = 10_000;
const PAGE = /^\/screens\/[a-z0-9]+\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && (PAGE.test(pathname) || pathname === "/screens/")) event.respondWith(openPage(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(fetch(request).catch(() => kept(pathname)));
});

async function openPage(request, path) {
  let page;
  try {
    page = await Promise.race([fetch(request), tooLate()]);
  } catch {
    return withoutServer(path);
  }
  if (page.status === 403) await caches.delete(STORE);
  return page.status >= 500 ? withoutServer(path) : page;
}

const tooLate = () => new Promise((_done, fail) => setTimeout(fail, PATIENCE));

async function withoutServer(path) {
  const store = await caches.open(STORE);
  if (PAGE.test(path)) {
    const page = await store.match(path, { ignoreSearch: true });
    if (page) return page;
  } else {
    // The start address: a display has one page of its own.
    for (const { url } of await store.keys()) if (PAGE.test(new URL(url).pathname)) return Response.redirect(url);
  }
  return new Response(WAITING, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function kept(path) {
  return (await (await caches.open(STORE)).match(path)) || Response.error();
}
