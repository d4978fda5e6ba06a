/* The meeting: says when something is new, and shows it at once to who has nothing half-written. */

const EVERY = 5000;
const page = document.querySelector("[data-watch]");

if (page) window.setTimeout(look, EVERY);

async function look() {
  try {
    const response = await fetch(page.dataset.watch, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return; // signed out, or the meeting is over
    const { state } = await response.json();
    if (state !== page.dataset.state) return changed();
  } catch {
    // no connection just now
  }
  window.setTimeout(look, EVERY);
}

function changed() {
  const busy = document.activeElement?.closest("form") || page.querySelector("details[open] form");
  const begun = [...document.querySelectorAll("main form")].some((form) => touched(form));
  if (!busy && !begun) return window.location.reload();
  const bar = document.createElement("p");
  bar.className = "meeting__new";
  bar.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = window.location.pathname;
  link.textContent = page.dataset.show;
  bar.append(page.dataset.changed, link);
  page.before(bar);
}

/* Whether something in the form is not as the server sent it. */
function touched(form) {
  return [...form.elements].some((field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : "defaultValue" in field && field.value !== field.defaultValue);
}
