// Hides what another answer makes needless ([data-shown-by] names the other, [data-shown-when] the answers that need
// it), and keeps the sum and what is left of the grant in view. Without this script the page asks it all, and the server
// reckons.
const report = document.querySelector("form[data-report]");

if (report) {
  const texts = JSON.parse(report.dataset.texts);
  const answer = (name) => report.querySelector(`[name="${name}"]:checked`)?.value;
  const written = (amount) => String(amount).replace(/\B(?=(\d{3})+$)/g, "\u202f");

  function reveal() {
    for (const part of report.querySelectorAll("[data-shown-by]")) {
      const given = answer(part.dataset.shownBy);
      const isNeeded = part.dataset.shownWhen.split(" ").includes(given ?? "");
      const isOpen = given === undefined && part.dataset.shownBy === "held" && part.dataset.shownWhen.includes("yes");
      part.hidden = !isNeeded && !isOpen && !part.querySelector(".field--error");
    }
    const visitors = report.elements.visitors;
    if (visitors && answer("count_method") === "not_counted") visitors.value = "";
  }

  const kroner = (field) => {
    const figures = field.value.replace(/\s|kr|,-/gi, "");
    return /^\d{1,9}$/.test(figures) ? Number(figures) : null;
  };

  const money = report.querySelector("[data-money]");
  const fields = [...money.querySelectorAll("[data-cost]")];
  const isNew = (field) => field.closest(".report-line")?.querySelector("[name$='-text']");

  function reckon() {
    const costs = fields.map(kroner);
    const cost = costs.reduce((total, one) => total + (one ?? 0), 0);
    const isWhole = fields.every((field, place) => costs[place] !== null || isNew(field));
    const sum = money.querySelector("[data-sum]");
    if (sum) {
      sum.hidden = costs.every((one) => one === null);
      money.querySelector("[data-sum-amount]").textContent = `${written(cost)}\u00a0kr`;
      const over = cost - Number(money.dataset.budget);
      const sentence = over > 0 ? texts.more : over < 0 ? texts.less : texts.even;
      money.querySelector("[data-sum-difference]").textContent = isWhole ? sentence.replace("{amount}", written(Math.abs(over))) : "";
    }
    const grant = Number(money.dataset.grant);
    const left = Math.min(grant, Math.max(0, grant - (cost - (kroner(report.elements.other_income_nok) ?? 0))));
    const unused = money.querySelector("[data-unused]");
    unused.hidden = !(isWhole && left);
    money.querySelector("[data-unused-amount]").textContent = `${written(left)}\u00a0kr`;
  }

  // a changed amount asks anew whether what is left is right
  money.addEventListener("input", (event) => {
    if (event.target.name !== "unused_confirmed") report.elements.unused_confirmed.checked = false;
    reckon();
  });
  report.addEventListener("change", reveal);
  reveal();
  reckon();
}
