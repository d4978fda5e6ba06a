// «Kopier linja»: shown only where the browser can copy. Without it the line is there to be marked and copied.
const line = document.querySelector("[data-share-line]");
const button = document.querySelector("[data-share-copy]");

if (line && button && navigator.clipboard) {
  button.hidden = false;
  const text = button.querySelector("span");
  const before = text.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(line.textContent.trim());
    text.textContent = button.dataset.copied;
    setTimeout(() => { text.textContent = before; }, 3000);
  });
}
