// A card: each touch is kept at once, by jury_line.js. What this tablet knows is newer than the page (which may be one
// that was kept) is shown instead of what the page says. Keys 1-5, and 0 for «kan ikke vurderes».
const form = document.querySelector("form[data-card]");
const PAUSE = 1500;

if (form) start();

function start() {
  const who = form.dataset.who;
  const parts = [...form.querySelectorAll("[data-part]")];
  const timers = new Map();
  const told = new Map(parts.map((part) => [part, body(part)])); // part → what the page says that the server has
  const seen = new Map(); // part → the newest that the juror has been shown, in milliseconds of the server's clock

  form.querySelector("[data-save]").hidden = true;
  if (!navigator.serviceWorker?.controller) { // the page comes straight from the server, and tells what time it is there
    localStorage.setItem("ombruk-jury:clock", form.elements.seen.value - Date.now());
  }
  for (const part of parts) restore(part);
  form.addEventListener("change", (event) => keep(event.target.closest("[data-part]")));
  form.addEventListener("input", (event) => {
    const part = event.target.matches("textarea") && event.target.closest("[data-part]");
    if (!part) return;
    clearTimeout(timers.get(part));
    timers.set(part, setTimeout(() => keep(part), PAUSE));
  });
  form.addEventListener("keydown", pressed);
  form.addEventListener("submit", leave);
  addEventListener("pagehide", () => { for (const part of timers.keys()) keep(part); });
  document.addEventListener("jury:standing", ({ detail }) => {
    const part = here(detail);
    if (part) show(part, detail.body, detail.at);
  });
  document.addEventListener("jury:refused", ({ detail }) => {
    const part = here(detail);
    const known = part && stored(`ombruk-jury:known:${name(part)}`);
    if (part) show(part, known && known.at > Number(part.dataset.at) ? known.body : told.get(part), seen.get(part));
  });

  function address(part) {
    return part.dataset.part === "note" ? form.dataset.noteUrl : form.dataset.scoreUrl;
  }

  function name(part) {
    return `${who}:${address(part)}:${part.dataset.part}`;
  }

  function here(detail) {
    return detail.who === who && parts.find((part) => part.dataset.part === detail.part && address(part) === detail.url);
  }

  function body(part) {
    const text = part.querySelector("textarea").value;
    if (part.dataset.part === "note") return { text };
    return { value: part.querySelector("input:checked")?.value ?? "", text };
  }

  function keep(part) {
    if (!part) return;
    clearTimeout(timers.get(part));
    timers.delete(part);
    const given = body(part);
    if (JSON.stringify(given) === part.dataset.kept) return;
    part.dataset.kept = JSON.stringify(given);
    document.dispatchEvent(new CustomEvent("jury:keep", {
      detail: {
        who, url: address(part), part: part.dataset.part, name: part.dataset.name, project: form.dataset.project,
        body: given, seen: seen.get(part),
      },
    }));
  }

  function restore(part) {
    const waiting = stored(`ombruk-jury:wait:${name(part)}`), known = stored(`ombruk-jury:known:${name(part)}`);
    const at = Number(part.dataset.at);
    part.dataset.kept = JSON.stringify(body(part));
    seen.set(part, at);
    if (known && known.at > at) show(part, known.body, known.at);
    if (waiting && !waiting.held && waiting.touched > at) show(part, waiting.body, waiting.touched);
  }

  function show(part, given, at) {
    part.querySelector("textarea").value = given.text ?? "";
    if (given.text) part.querySelector(".mark__comment")?.setAttribute("open", "");
    for (const radio of part.querySelectorAll("input[type=radio]")) radio.checked = radio.value === given.value;
    part.dataset.kept = JSON.stringify(body(part));
    seen.set(part, at);
  }

  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  /* All is kept already: the buttons only lead on. */
  function leave(event) {
    event.preventDefault();
    for (const part of parts) keep(part);
    const onward = event.submitter?.dataset.go;
    if (onward) location.assign(onward);
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("input[type=radio]")) return;
    const part = event.target.closest("[data-part]");
    const value = event.key === "0" || event.key === "-" ? "none" : event.key;
    const radio = part.querySelector(`input[type=radio][value="${CSS.escape(value)}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    keep(part);
    const next = part.nextElementSibling;
    (next?.querySelector("input:checked") ?? next?.querySelector("input[type=radio], textarea"))?.focus();
  }
}
