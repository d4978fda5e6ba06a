// Counts the words of a text while it is written, as the server does: a dash alone is no word.
for (const text of document.querySelectorAll("[data-count-words]")) {
  const shown = text.closest("form").querySelector("[data-words]");
  const count = () => text.value.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  text.addEventListener("input", () => {
    shown.textContent = shown.dataset.words.replace("{count}", String(count()));
  });
}
