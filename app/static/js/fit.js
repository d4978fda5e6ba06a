// «Passer dette for dere?» answers as one ticks; the form itself works without this.
const form = document.querySelector("[data-fit]");
if (form) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const section = form.parentElement;
  const yes = section.querySelector("[data-fit-yes]");
  const no = section.querySelector("[data-fit-no]");
  const ask = section.querySelector("[data-fit-ask]");
  const show = () => {
    const missing = boxes.filter((box) => !box.checked);
    yes.hidden = missing.length > 0;
    no.hidden = missing.length === 0;
    section.querySelectorAll("[data-fit-reason]").forEach((reason) => {
      reason.hidden = !missing.some((box) => box.value === reason.dataset.fitReason);
    });
  };
  form.addEventListener("change", () => {
    if (boxes.every((box) => box.checked)) {
      show();
      ask.hidden = true;
    } else if (!yes.hidden || !no.hidden) {
      show();
      ask.hidden = false;
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
}
