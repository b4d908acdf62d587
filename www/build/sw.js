// The service worker: everything the page needs is fetched once, and served from the cache ever
// after. The build fills in the version and the files.
const VERSION = "__VERSION__";
const FILES = ["__FILES__"];
const CACHE = `lookback-studio-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("lookback-studio-") && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  // Only what this page is made of: a neighbor on the same host (an API, say) is none of our
  // business.
  event.respondWith(
    caches.open(CACHE).then(async (cache) => {
      const held = await cache.match(request, { ignoreSearch: request.mode === "navigate" });
      return held ?? fetch(request);
    }),
  );
});
