// Marks the suggested amount anew when participants or the number of sessions are saved. The server suggests.
const draft = document.querySelector("form[data-draft]");

draft?.addEventListener("ombruk:saved", ({ detail }) => {
  if (!detail.suggestion) return;
  draft.querySelector("[data-suggestion-reason]").textContent = detail.suggestion.reason;
  for (const tier of draft.querySelectorAll("[data-tier]")) {
    const fits = Number(tier.dataset.tier) === detail.suggestion.amount_nok;
    tier.classList.toggle("tier--fits", fits);
    tier.querySelector("[data-fits]").hidden = !fits;
  }
});
