/* The score sheet: every answer is saved as it is given, one after the other; keys 1-5 and 0; the sum follows. */

const HIGHEST = 5;
const RETRY_AFTER = 4000;

for (const sheet of document.querySelectorAll("form[data-scoring]")) start(sheet);

/* A digit typed outside the sheets answers the first criterion that waits. */
document.addEventListener("freekey", (event) => {
  const waiting = [...document.querySelectorAll("form[data-scoring] [data-criterion]")]
    .find((criterion) => criterion.checkVisibility() && !criterion.querySelector("input:checked"));
  const radio = waiting?.querySelector("input[type=radio]");
  if (!radio || !/^[0-5-]$/.test(event.detail)) return;
  event.preventDefault();
  radio.focus();
  radio.dispatchEvent(new KeyboardEvent("keydown", { key: event.detail, bubbles: true, cancelable: true }));
});

function start(sheet) {
  const said = sheet.querySelector("[data-saved]");
  const waiting = new Set(); // criteria with something that the server does not have yet
  let sending = false;

  sheet.querySelector("[data-keys]").hidden = false;
  sheet.addEventListener("change", (event) => changed(event.target));
  sheet.addEventListener("keydown", (event) => pressed(event));
  sheet.querySelector("[data-save]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const criterion of sheet.querySelectorAll("[data-criterion]")) waiting.add(criterion);
    save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size && !sheet.dataset.leaving) event.preventDefault();
  });
  sheet.addEventListener("submit", () => { sheet.dataset.leaving = "yes"; });

  function changed(input) {
    const criterion = input.closest("[data-criterion]");
    if (!criterion) return;
    sum();
    waiting.add(criterion);
    save();
  }

  async function save() {
    if (sending || !waiting.size) return;
    sending = true;
    const criterion = waiting.values().next().value;
    waiting.delete(criterion);
    say(sheet.dataset.saving);
    let again = 0;
    try {
      const response = await fetch(criterion.dataset.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": sheet.elements.csrf_token.value },
        body: JSON.stringify(answer(criterion)),
      });
      const told = await response.json();
      say(response.ok ? told.saved : told.error, !response.ok);
    } catch {
      waiting.add(criterion);
      say(sheet.dataset.failed, true);
      again = RETRY_AFTER;
    }
    sending = false;
    if (waiting.size) window.setTimeout(save, again);
  }

  function answer(criterion) {
    const chosen = criterion.querySelector("input:checked");
    return { value: chosen ? chosen.value : "", comment: criterion.querySelector("textarea").value };
  }

  function say(text, problem = false) {
    said.textContent = text;
    said.toggleAttribute("data-problem", problem);
  }

  /* Σ weight × (value − 1) / 4, as judging/scoring.py counts one sheet. */
  function sum() {
    let total = 0;
    for (const criterion of sheet.querySelectorAll("[data-criterion]")) {
      const value = Number(criterion.querySelector("input:checked")?.value);
      if (!value) total = NaN;
      total += Number(criterion.dataset.weight) * (value - 1) / (HIGHEST - 1);
    }
    const shown = Number.isNaN(total) ? sheet.dataset.incomplete : total.toFixed(1).replace(".", ",");
    sheet.querySelector("[data-sum]").textContent = shown;
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea")) return;
    const criterion = event.target.closest("[data-criterion]");
    const value = event.key === "0" || event.key === "-" ? "none" : event.key;
    const radio = criterion?.querySelector(`input[type="radio"][value="${CSS.escape(value)}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    changed(radio);
    follow(criterion, value).focus();
  }

  /* On to the comment where one is required, else to the next criterion. */
  function follow(criterion, value) {
    const comment = criterion.querySelector("textarea");
    if ((value === "1" || value === String(HIGHEST)) && !comment.value.trim()) return comment;
    const next = criterion.nextElementSibling;
    if (!next?.matches("[data-criterion]")) return sheet.querySelector("button[name=send]");
    return next.querySelector("input:checked") ?? next.querySelector("input[type=radio]");
  }
}
