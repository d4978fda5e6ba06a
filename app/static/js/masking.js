// Draw boxes on the pages with the mouse. Each box becomes a line in «Felter på sidene», which is what is sent.
const fields = [...document.querySelectorAll("[data-boxes]")];
const line = /^\s*(\d+)\s*:\s*([\d.,]+)\s+([\d.,]+)\s+([\d.,]+)\s+([\d.,]+)\s*$/;
let target = fields[0];

document.querySelector("[data-hint]").hidden = false;
for (const row of document.querySelectorAll(".mask-row")) {
  row.addEventListener("focusin", () => { target = row.querySelector("[data-boxes]"); });
}

function place(element, left, top, width, height, image) {
  element.style.left = `${image.offsetLeft + (left / 100) * image.offsetWidth}px`;
  element.style.top = `${image.offsetTop + (top / 100) * image.offsetHeight}px`;
  element.style.width = `${(width / 100) * image.offsetWidth}px`;
  element.style.height = `${(height / 100) * image.offsetHeight}px`;
}

function show() {
  for (const box of document.querySelectorAll(".mask-box")) box.remove();
  for (const field of fields) {
    for (const written of field.value.split("\n")) {
      const found = written.match(line);
      const figure = found && document.querySelector(`.mask-page[data-page="${found[1]}"]`);
      if (!figure) continue;
      const box = document.createElement("div");
      box.className = "mask-box";
      place(box, ...found.slice(2).map((number) => Number(number.replace(",", "."))), figure.querySelector("img"));
      figure.append(box);
    }
  }
}

function share(event, image) {
  const frame = image.getBoundingClientRect();
  const within = (value) => Math.min(100, Math.max(0, value));
  return [within(((event.clientX - frame.left) / frame.width) * 100), within(((event.clientY - frame.top) / frame.height) * 100)];
}

for (const figure of document.querySelectorAll(".mask-page")) {
  const image = figure.querySelector("img");
  figure.classList.add("mask-page--drawn");
  image.addEventListener("load", show);
  image.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    image.setPointerCapture(event.pointerId);
    const [x, y] = share(event, image);
    const box = document.createElement("div");
    box.className = "mask-box";
    figure.append(box);
    const corners = (now) => {
      const [x2, y2] = share(now, image);
      return [Math.min(x, x2), Math.min(y, y2), Math.abs(x2 - x), Math.abs(y2 - y)];
    };
    const move = (now) => place(box, ...corners(now), image);
    const end = (now) => {
      image.removeEventListener("pointermove", move);
      const [left, top, width, height] = corners(now).map((value) => value.toFixed(1));
      if (Number(width) > 0.3 && Number(height) > 0.3) {
        const before = target.value.trimEnd();
        target.value = `${before}${before ? "\n" : ""}${figure.dataset.page}: ${left} ${top} ${width} ${height}`;
      }
      show();
    };
    image.addEventListener("pointermove", move);
    image.addEventListener("pointerup", end, { once: true });
    image.addEventListener("pointercancel", () => { image.removeEventListener("pointermove", move); show(); }, { once: true });
  });
}
for (const field of fields) field.addEventListener("input", show);
window.addEventListener("resize", show);
show();
