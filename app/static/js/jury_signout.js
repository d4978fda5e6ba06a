// Whoever signs out leaves nothing of the jury's behind in this browser: kept cards, pictures, and what was given.
const PREFIX = "ombruk-jury:";
const words = document.querySelector("script[data-signing-out]").dataset.signingOut;

for (const form of document.querySelectorAll("form[action$='/logg-ut'], form[action$='/logg-ut-overalt']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    if (keys.some((key) => key.startsWith(`${PREFIX}wait:`)) && !confirm(words)) return;
    for (const key of keys) localStorage.removeItem(key);
    if ("caches" in window) {
      for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
    }
    for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
    form.submit();
  });
}
