// Staff pages by keyboard. Whatever carries data-key="x" is pressed (a link, a button, a choice) or gets focus (a field)
// when x is typed outside a field; of several, the first that is visible and not chosen or written in already. Escape
// leaves a field. Ctrl+Enter in a form
// presses its main button. A key that nothing carries is handed on as the event «freekey». «?» lists the keys of the page: those that are there, so that the list is always true.

const dialog = document.getElementById("keys");
const PRESSED = "a, button, summary, [type=radio], [type=checkbox]";

function isTyping(target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

function isOpen(element) {
  const isWritten = element.matches("textarea") && element.value.trim();
  return element.checkVisibility() && !element.disabled && !element.checked && !isWritten;
}

// a choice is drawn by its label; the input itself takes no room
function marked(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  return all.find((element) => isOpen(element));
}

function press(element) {
  if (!element.matches(PRESSED)) return element.focus();
  if (element.matches("input")) element.focus();
  element.click();
}

function words(element) {
  const label = element.dataset.keyDoes || element.labels?.[0]?.textContent || element.textContent;
  return label.replace(/\s+/g, " ").trim();
}

function list() {
  const rows = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (element.checkVisibility() && !rows.has(element.dataset.key)) rows.set(element.dataset.key, words(element));
  }
  for (const element of document.querySelectorAll("[data-keys]")) {
    for (const pair of element.checkVisibility() ? element.dataset.keys.split("|") : []) rows.set(...pair.split("="));
  }
  return [...rows];
}

function help() {
  if (dialog.open) return dialog.close();
  dialog.querySelector("dl").replaceChildren(...list().map(([key, does]) => {
    const row = document.createElement("div");
    const term = row.appendChild(document.createElement("dt"));
    term.appendChild(document.createElement("kbd")).textContent = key;
    row.appendChild(document.createElement("dd")).textContent = does;
    return row;
  }));
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = event.target.closest("form")?.querySelector("button.pkt-btn--primary:not(:disabled)");
    if (button) { event.preventDefault(); button.click(); }
    return;
  }
  if (event.key === "Escape" && isTyping(event.target) && !dialog.open) { event.target.blur(); return; }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?") { event.preventDefault(); help(); return; }
  if (dialog.open) return;
  const element = marked(event.key);
  if (element) { event.preventDefault(); press(element); return; }
  const told = new CustomEvent("freekey", { detail: event.key, cancelable: true });
  if (!document.dispatchEvent(told)) event.preventDefault();
});

const opener = document.getElementById("show-keys");
opener.hidden = false;
opener.addEventListener("click", help);
