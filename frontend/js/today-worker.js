// Looks after one address, /today: when the network is away it answers with a page that holds
// nobody's name, and that page reads this device's own store. It keeps that page and the files it
// is made of, and nothing else: no other page, and no answer that was made for a person.
const STORE = "spinney-today-1";
const SHELL = "/today/offline";
const PATIENCE_MS = 5000;
const FILES = [
  "css/spinney.css", "images/icon.svg", "manifest.webmanifest",
  "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
  "js/alone.js", "js/autosave.js", "js/bank.js", "js/beside.js", "js/carried.js", "js/clash.js", "js/coach.js",
  "js/govuk-frontend.js", "js/grid-cells.js", "js/kept.js", "js/keys.js", "js/leaving.js", "js/menu.js",
  "js/next.js", "js/offline-cards.js", "js/paste.js", "js/privacy.js", "js/queue.js",
  "js/record.js", "js/review.js", "js/save.js", "js/search.js", "js/send-later.js", "js/spinney.js",
  "js/taps.js", "js/ticks.js", "js/today.js", "js/together.js", "js/tree.js", "js/undo.js",
  "js/values.js",
].map((name) => `/static/${name}`);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll([SHELL, ...FILES])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(old());
});

const inTime = (request) =>
  Promise.race([
    fetch(request),
    new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE_MS)),
  ]);

async function today(request) {
  try {
    const answer = await inTime(request);
    if (![502, 503, 504].includes(answer.status)) return answer;
  } catch {
    // No network, or one that does not answer: the cards on this device are better than waiting.
  }
  return (await caches.match(SHELL, { cacheName: STORE })) ?? Response.error();
}

async function file(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await inTime(request);
    if (answer.ok && FILES.includes(new URL(request.url).pathname)) await store.put(request, answer.clone());
    return answer;
  } catch {
    return (await store.match(request)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === "/today") event.respondWith(today(request));
  else if (FILES.includes(url.pathname)) event.respondWith(file(request));
});
