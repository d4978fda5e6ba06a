// The work list by keyboard: j/k move, Enter opens (it is a link); the other keys stand on what they press (keys.js).
// The filter is sent when a list of choices is closed or a person is chosen, so that nobody has to press «Vis».

const links = [...document.querySelectorAll("#cases tbody .cases__ref a")];
const form = document.getElementById("filters");
const search = document.getElementById("sok");

function step(by) {
  const row = document.activeElement.closest("tr");
  const now = row ? links.indexOf(row.querySelector(".cases__ref a")) : -1;
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by;
  if (links[next]) {
    links[next].focus();
    links[next].closest("tr").scrollIntoView({ block: "nearest" });
  }
}

const acts = { j: () => step(1), k: () => step(-1) };

document.addEventListener("freekey", (event) => {
  const act = acts[event.detail];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.choice[open]").forEach((list) => {
    list.open = false;
    list.querySelector("summary").focus();
  });
  if (event.target === search) search.blur();
});

// one list of choices open at a time; what was ticked is sent when it closes
const before = new Map();

function ticked(list) {
  return [...list.querySelectorAll("input:checked")].map((box) => box.value).join();
}

document.querySelectorAll("details.choice").forEach((list) => {
  list.addEventListener("toggle", () => {
    if (list.open) {
      before.set(list, ticked(list));
      document.querySelectorAll("details.choice[open]").forEach((other) => { if (other !== list) other.open = false; });
    } else if (form?.contains(list) && before.has(list) && before.get(list) !== ticked(list)) {
      form.requestSubmit();
    }
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.choice[open]").forEach((list) => { if (!list.contains(event.target)) list.open = false; });
});
// what is empty is left out of the address
form?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});
document.getElementById("hvem")?.addEventListener("change", () => form?.requestSubmit());
document.getElementById("runde")?.addEventListener("change", (event) => event.target.form.requestSubmit());
