// Adds a session or a budget line without a reload: copies the empty row of the page's <template>. The row is made on
// the server when its first field is saved. Removing what is filled in goes through the page's own button.
const rowsForm = document.querySelector("form[data-draft]");

rowsForm?.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  if (add) {
    event.preventDefault();
    addRow(add.dataset.add);
    return;
  }
  const remove = event.target.closest(".row-card__remove");
  const row = remove?.closest("[data-row]");
  if (row?.dataset.fresh && [...row.querySelectorAll("input, select")].every((field) => !field.value)) {
    event.preventDefault();
    const near = row.previousElementSibling ?? row.nextElementSibling;
    row.remove();
    near?.querySelector("input, select")?.focus();
  }
});

function addRow(prefix) {
  const list = rowsForm.querySelector(`[data-rows="${prefix}"]`);
  const position = Number(list.dataset.next);
  list.dataset.next = position + 1;
  const row = rowsForm.querySelector(`[data-template="${prefix}"]`).content.firstElementChild.cloneNode(true);
  const blank = `${prefix}0`;
  for (const part of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...part.attributes]) {
      part.setAttribute(
        name,
        value.replaceAll(blank, prefix + position).replaceAll(blank.replaceAll(".", "-"), (prefix + position).replaceAll(".", "-")),
      );
    }
  }
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace("{n}", list.children.length + 1);
  row.dataset.fresh = "yes";
  list.append(row);
  row.querySelector("input, select").focus();
}
