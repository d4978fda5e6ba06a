// Keeps the sum of the budget in view, as it is typed.
const budget = document.querySelector("form[data-draft]");
const balance = budget?.querySelector("[data-balance]");

if (balance) {
  const written = (amount) => String(amount).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const read = (text) => {
    const figures = text.replace(/\s/g, "").replace(/(kr|,-|\.-)$/i, "").replace(/\.(?=\d{3}(\D|$))/g, "");
    return /^\d{1,9}$/.test(figures) ? Number(figures) : 0;
  };
  const sum = (side) =>
    [...budget.querySelectorAll(`[data-side="${side}"] input[name$="_nok"]`)].reduce((total, field) => total + read(field.value), 0);

  const update = () => {
    const expenses = sum("expense");
    const income = sum("income");
    const missing = expenses - income;
    const even = missing === 0 && expenses > 0;
    balance.querySelector("[data-expenses]").textContent = written(expenses);
    balance.querySelector("[data-income]").textContent = written(income);
    balance.querySelector("[data-even]").hidden = !even;
    balance.classList.toggle("balance--even", even);
    const sentence = missing > 0 ? balance.dataset.missing : missing < 0 ? balance.dataset.over : "";
    balance.querySelector("[data-sentence]").textContent = sentence.replace("{amount}", written(Math.abs(missing)));
  };
  budget.addEventListener("input", update);
  budget.addEventListener("ombruk:shown", update);
  update();
}
