// Service worker of the runner's pages. Static files: kept by their hashed name. Pages: fresh when
// there is a connection, else the last copy. Everything that is posted goes to the network only.
const STATIC = "restride-static";
const PAGES = "restride-pages";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate") event.respondWith(freshFirst(request));
});

async function keptFirst(request) {
  const kept = await caches.match(request, { cacheName: STATIC });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await keep(STATIC, request, response);
  return response;
}

async function freshFirst(request) {
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) await keep(PAGES, request, response);
    return response;
  } catch (problem) {
    const kept = await caches.match(request, { cacheName: PAGES });
    if (kept) return kept;
    throw problem;
  }
}

async function keep(name, request, response) {
  const cache = await caches.open(name);
  await cache.put(request, response.clone());
}
