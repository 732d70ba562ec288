// The service worker of /border/field/: keeps the page's own files under their version and nothing else.
//
// What belongs to an account never passes through a cache here. A new version waits until the page says that
// nothing is being written ("take").

const { version, page, files } = self.SHELL;
const PREFIX = "diaban-field-";
const CACHE = PREFIX + version;
const kept = new Set(files);

self.addEventListener("install", (event) => {
  const fresh = [page, ...files].map((address) => new Request(address, { cache: "reload", credentials: "same-origin" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) {
    return;
  }
  if (request.mode === "navigate" && pathname === page) {
    event.respondWith(fromCache(page, request));
  } else if (kept.has(pathname)) {
    event.respondWith(fromCache(pathname, request));
  }
});

self.addEventListener("message", ({ data }) => {
  if (data === "take") {
    self.skipWaiting();
  }
});

// The line is back: only an open, unlocked page can send, because only it has the key.
self.addEventListener("sync", (event) => {
  event.waitUntil(self.clients.matchAll({ type: "window" }).then((pages) => pages.forEach((open) => open.postMessage("send"))));
});

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCache(address, request) {
  return (await (await caches.open(CACHE)).match(address)) ?? fetch(request);
}
