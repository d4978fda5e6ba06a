// A service worker for the jury's pages: cards that jury_cards.js kept open without a connection. It keeps nothing but
// the list, the cards, their pictures and our own static files: never what the jury has decided. When the server no
// longer knows who is signed in, all that was kept is thrown away.
const PREFIX = "ombruk-jury:";
const CARDS = /\/jury\/\d+\/(nominations(\/[^/]+)?|compare)$/;
const FILES = /\/static\/|\/jury\/\d+\/nominations\/[^/]+\/images\/[^/]+$/;
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (FILES.test(address.pathname)) event.respondWith(file(request));
});

/* The one whose list was opened here, if any. */
async function own() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  return names.length === 1 ? caches.open(names[0]) : null;
}

async function page(request, address) {
  const box = await own();
  const kept = box && CARDS.test(address.pathname) ? await box.match(request, { ignoreVary: true }) : undefined;
  const asked = ask(request, address, box);
  asked.catch(() => {});
  try {
    return await (kept ? Promise.race([asked, late()]) : asked);
  } catch (failure) {
    const other = kept ?? await list(box);
    if (other) return other;
    throw failure;
  }
}

async function ask(request, address, box) {
  const answer = await fetch(request);
  if (box && CARDS.test(address.pathname)) {
    if (answer.ok) await box.put(request, answer.clone());
    else if (answer.type === "opaqueredirect") await forget();
    else if (answer.status < 500) await throwAway(box, address);
  }
  return answer;
}

function late() {
  return new Promise((_, refuse) => { setTimeout(() => refuse(new Error("slow")), PATIENCE); });
}

/* Another page of the jury was asked for: the list is where the kept cards are. */
async function list(box) {
  const known = box ? (await box.keys()).find(({ url }) => /\/nominations$/.test(new URL(url).pathname)) : null;
  return known ? Response.redirect(known.url) : null;
}

/* Static files change their address when they change, and pictures never do. */
async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

async function forget() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX)) await caches.delete(name);
  }
}

/* A card that may not be read any longer, and its pictures. */
async function throwAway(box, address) {
  for (const request of await box.keys()) {
    if (request.url === address.href || request.url.startsWith(`${address.origin}${address.pathname}/`)) await box.delete(request);
  }
}
