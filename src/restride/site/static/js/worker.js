// Service worker of the runner's pages. A static file with a hashed name never changes: kept. Everything
// else: fresh when there is a connection, else the last copy. What is posted goes to the network only.
const STATIC = "restride-static";
const PAGES = "restride-pages";
const HASHED = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (HASHED.test(url.pathname)) event.respondWith(keptFirst(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(freshFirst(STATIC, request));
  else if (request.mode === "navigate") event.respondWith(freshFirst(PAGES, request));
});

async function keptFirst(request) {
  const kept = await caches.match(request, { cacheName: STATIC });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await keep(STATIC, request, response);
  return response;
}

async function freshFirst(name, request) {
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) await keep(name, request, response);
    return response;
  } catch (problem) {
    const kept = await caches.match(request, { cacheName: name });
    if (kept) return kept;
    throw problem;
  }
}

async function keep(name, request, response) {
  const cache = await caches.open(name);
  await cache.put(request, response.clone());
}
