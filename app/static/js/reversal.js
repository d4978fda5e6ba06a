/* A new decision: only the fields that the chosen ground and outcomes need. */
for (const form of document.querySelectorAll("form[data-reversal]")) {
  function fit() {
    const ground = form.querySelector("input[name=ground]:checked")?.value || "";
    for (const part of form.querySelectorAll("[data-ground]")) part.hidden = part.dataset.ground !== ground;
    for (const proposal of form.querySelectorAll("[data-proposal]")) {
      const outcome = proposal.querySelector("input[type=radio]:checked")?.value || "";
      for (const part of proposal.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(outcome);
    }
  }
  form.addEventListener("change", fit);
  fit();
}
