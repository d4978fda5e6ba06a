// The header's groups close when one clicks beside them, or types Escape.
const groups = () => document.querySelectorAll(".site-nav__group[open]");

document.addEventListener("click", (event) => {
  for (const group of groups()) if (!group.contains(event.target)) group.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const group of groups()) {
    group.open = false;
    group.querySelector("summary").focus();
  }
});
