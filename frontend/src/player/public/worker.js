// Keeps every file of the player, so that it works without a network after the first visit.
// Above this stand, written by `innervate player`: VERSION (a digest of all files) and FILES.
/* global VERSION, FILES */

const MINE = `innervate-player ${self.registration.scope} `;
const NAME = MINE + VERSION;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request));
});

async function keepAll() {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  await self.skipWaiting();
}

async function forgetOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(MINE) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request) {
  const cache = await caches.open(NAME);
  const page = request.mode === "navigate" ? "./" : request;
  const kept = await cache.match(page, { ignoreSearch: true });
  return kept ?? fetch(request);
}
