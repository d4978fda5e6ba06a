// Hides a question that another answer makes needless: [data-shown-by] names the other, [data-shown-when] its answer.
const pages = document.querySelector("form[data-draft]");

if (pages) {
  const answer = (name) => {
    const all = [...pages.elements].filter((field) => field.name === name);
    const chosen = all.find((field) => field.checked);
    return chosen ? (chosen.type === "checkbox" ? "yes" : chosen.value) : "";
  };
  const reveal = () => {
    for (const part of pages.querySelectorAll("[data-shown-by]")) {
      part.hidden = answer(part.dataset.shownBy) !== part.dataset.shownWhen && !part.querySelector(".field--error");
    }
  };
  pages.addEventListener("change", reveal);
  pages.addEventListener("ombruk:shown", reveal);
  reveal();
}
