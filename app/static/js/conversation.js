// What is written goes along when another kind is chosen: nobody writes it twice.
const form = document.querySelector("form[data-composer]");
const KEPT = "ombruk-conversation:" + location.pathname;
const text = form && form.querySelector("textarea");

if (text) {
  const carried = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (carried && !text.value) text.value = carried;
  for (const link of document.querySelectorAll("a[data-carry]")) {
    link.addEventListener("click", () => text.value && sessionStorage.setItem(KEPT, text.value));
  }
}
