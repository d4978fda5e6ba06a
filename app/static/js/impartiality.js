/* Answers on impartiality: keys 1-3 answer the nomination that has focus and go on to the next one that waits; the
   count follows. Without this script the page is an ordinary form. */

const form = document.querySelector("[data-answers]");
const count = form?.querySelector("[data-count]");
const rows = [...(form?.querySelectorAll("[data-answer]") ?? [])];

const isAnswered = (row) => row.classList.contains("answer--done") || row.querySelector("input:checked") !== null;

function tell() {
  const done = rows.filter(isAnswered).length;
  count.textContent = count.dataset.text.replace("{done}", done).replace("{total}", rows.length);
}

function goOn(row) {
  const next = rows.slice(rows.indexOf(row) + 1).find((other) => !isAnswered(other));
  const target = next?.querySelector("input") ?? form.querySelector("button[type=submit]");
  target.focus();
  target.scrollIntoView({ block: "center" });
}

form?.addEventListener("change", tell);

form?.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-answer]");
  if (!row || event.target.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) return;
  const chosen = row.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!chosen) return;
  event.preventDefault();
  chosen.checked = true;
  tell();
  if (chosen.hasAttribute("data-asks")) row.querySelector("textarea").focus();
  else goOn(row);
});
