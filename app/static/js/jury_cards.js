// Keeps the cards of the list in the tablet, with their pictures, so that they open without a connection
// (jury_worker.js shows them). What another juror left behind in this tablet is thrown away.
const list = document.querySelector("[data-cards]");
const PREFIX = "ombruk-jury:", CLOCK = "ombruk-jury:clock";

if (list && "caches" in window) keepAll(list.dataset.who);

async function keepAll(who) {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== PREFIX + who) await caches.delete(name);
  }
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${PREFIX}known:`) && !key.startsWith(`${PREFIX}known:${who}:`)) localStorage.removeItem(key);
  }
  const box = await caches.open(PREFIX + who);
  await keepPage(box, location.href, document);
  for (const link of document.querySelectorAll("a[data-keep]")) {
    if (!navigator.onLine) return;
    const page = await fresh(box, link.href).catch(() => null);
    if (page) await keepPage(box, link.href, page);
  }
  list.dataset.kept = "yes";
}

/* The page as it is now; null when it could not be had. */
async function fresh(box, address) {
  const answer = await fetch(address, { redirect: "error" });
  if (!answer.ok) return null;
  await box.put(address, answer.clone());
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const seen = Number(page.querySelector("form[data-card] input[name=seen]")?.value);
  if (seen) localStorage.setItem(CLOCK, seen - Date.now()); // how far this tablet's clock is from the server's
  return page;
}

async function keepPage(box, address, page) {
  const wanted = [...page.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src], main img")]
    .map((node) => new URL(node.getAttribute("href") ?? node.getAttribute("src"), address).href);
  if (page === document) wanted.push(address);
  for (const one of new Set(wanted)) {
    if (one !== address && await box.match(one, { ignoreVary: true })) continue;
    await box.add(one).catch(() => {});
  }
}
