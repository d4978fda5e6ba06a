/* The recommendation: saved as it is written, only the fields that the outcome needs, and snippets put in on the spot. */
for (const form of document.querySelectorAll("form[data-recommendation]")) {
  const saved = form.querySelector("[data-saved]");
  const show = (selector, text) => { const place = form.querySelector(selector); if (place && text) place.textContent = text; };
  let waiting = null;
  let running = null;

  async function save() {
    clearTimeout(waiting);
    waiting = null;
    const body = new FormData(form);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer || !answer.headers.get("Content-Type")?.includes("json")) {
      saved.textContent = form.dataset.failed || "";
      return;
    }
    const told = await answer.json();
    saved.textContent = told.saved || told.problem || "";
    show("[data-this]", told.this);
    show("[data-left]", told.left);
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(() => { running = (running || Promise.resolve()).then(save); }, 700);
  }

  function fit(part) {
    const outcome = part.querySelector("input[type=radio]:checked")?.value || "";
    for (const section of part.querySelectorAll("[data-for]")) section.hidden = !section.dataset.for.split(" ").includes(outcome);
    for (const option of part.querySelectorAll("option[data-outcome]")) option.hidden = Boolean(outcome) && option.dataset.outcome !== outcome;
  }

  const OUTCOME_KEYS = { granted_full: "f", granted_part: "d", rejected: "a", dismissed: "v" };

  for (const part of form.querySelectorAll("[data-proposal]")) {
    for (const radio of part.querySelectorAll("input[type=radio]")) radio.dataset.key = OUTCOME_KEYS[radio.value];
    fit(part);
    part.addEventListener("change", () => fit(part));
    part.querySelector("button[name=insert]")?.addEventListener("click", (event) => {
      event.preventDefault();
      const option = part.querySelector("select")?.selectedOptions[0];
      const text = option?.dataset.text;
      const reasons = part.querySelector("textarea[name$=reasons]");
      if (!text || !reasons) return;
      reasons.value = [reasons.value.trim(), text].filter(Boolean).join("\n");
      option.parentElement.value = "";
      reasons.focus();
      later();
    });
  }
  form.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(waiting));
  window.addEventListener("pagehide", () => { if (waiting) navigator.sendBeacon(form.action, new FormData(form)); });
}
