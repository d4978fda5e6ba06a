// Saves a page of a nomination, or a report, while it is written (2 s after typing stops, and as a field is left), and uploads pictures
// as they are chosen. Without this script the page's own buttons do both.
const form = document.querySelector("form[data-nomination]");

if (form) {
  const texts = JSON.parse(form.dataset.texts);
  const saved = form.querySelector("[data-saved]");
  const trouble = form.querySelector("[data-trouble]");
  const PAUSE = 2000;
  const RETRY = 5000;
  let was = JSON.parse(form.elements._was.value);
  let timer = null;
  let busy = false;
  let again = false; // something was changed while the last save was on its way
  let leaving = false;
  let turnedDown = ""; // what the server would not keep is sent again only when it is changed

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  function written() {
    const data = new FormData(form);
    ["_was", "_do", "csrf_token"].forEach((name) => data.delete(name));
    form.querySelectorAll("input[type=file]").forEach((field) => data.delete(field.name));
    return data;
  }

  function valuesOf(data) {
    const found = Object.fromEntries(Object.keys(was).map((name) => [name, []]));
    for (const [name, text] of data) (found[name] ??= []).push(text.replaceAll("\r\n", "\n"));
    return found;
  }

  const isChanged = (values) => JSON.stringify(values) !== turnedDown && Object.keys(values).some((name) => JSON.stringify(values[name]) !== JSON.stringify(was[name] ?? []));

  async function save() {
    clearTimeout(timer);
    if (busy) {
      again = true;
      return;
    }
    const data = written();
    const values = valuesOf(data);
    if (leaving || !isChanged(values)) return;
    busy = true;
    say(texts.saving);
    data.set("_do", "autosave");
    data.set("_was", JSON.stringify(was));
    data.set("csrf_token", form.elements.csrf_token.value);
    try {
      const response = await fetch(location.pathname, { method: "POST", body: data });
      const answer = await response.json();
      if (response.ok) settle(values, answer);
      else stop(answer.error, values);
    } catch (error) {
      if (error instanceof SyntaxError) stop(texts.gone, values);
      else {
        stop(texts.offline, null);
        timer = setTimeout(save, RETRY);
      }
    } finally {
      busy = false;
    }
    if (again) {
      again = false;
      save();
    } else if (!trouble.textContent && isChanged(valuesOf(written()))) wait();
  }

  function settle(values, answer) {
    turnedDown = Object.keys(answer.errors).length ? JSON.stringify(values) : "";
    for (const [name, sent] of Object.entries(values)) {
      if (!(name in answer.errors)) was[name] = sent;
      complain(name, answer.errors[name]);
    }
    Object.assign(was, answer.theirs); // what somebody else wrote meanwhile is read now: ours, sent again, counts
    form.elements._was.value = JSON.stringify(was);
    trouble.textContent = "";
    if (!again) say(fill(texts.saved, { time: answer.saved_at }));
  }

  function stop(text, values) {
    trouble.textContent = text;
    saved.hidden = true;
    if (values) turnedDown = JSON.stringify(values);
  }

  function say(text) {
    saved.hidden = false;
    saved.querySelector("span").textContent = text;
  }

  // a row that is half written is not wrong yet, and nobody is corrected in the middle of a word
  function complain(name, sentence) {
    const field = form.elements[name];
    const box = (field instanceof RadioNodeList ? field[0] : field)?.closest(".field");
    if (!box || /^(items|accounts|actual)-/.test(name) || box.contains(document.activeElement)) return;
    box.querySelector(".field__error")?.remove();
    box.classList.toggle("field--error", Boolean(sentence));
    if (!(field instanceof RadioNodeList)) {
      field.toggleAttribute("aria-invalid", Boolean(sentence));
      field.setAttribute("aria-describedby", `${name}-help ${name}-error`);
    }
    if (!sentence) return;
    const error = document.createElement("p");
    error.className = "field__error";
    error.id = `${name}-error`;
    error.textContent = sentence;
    (box.querySelector(".field__help") ?? box.querySelector(".field__label")).after(error);
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    count(event.target);
    wait();
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") {
      save();
      return;
    }
    const upload = form.querySelector(`[data-upload="${event.target.name}"]`);
    if (event.target.files.length && upload) form.requestSubmit(upload);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    leaving = true;
    if (event.submitter?.dataset.upload) say(texts.sending);
  });
  addEventListener("online", save);
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && trouble.textContent && isChanged(valuesOf(written()))) event.preventDefault();
  });

  function count(field) {
    const limit = Number(field.getAttribute("maxlength"));
    if (!limit || field.tagName !== "TEXTAREA") return;
    let line = field.parentElement.querySelector(".field__count");
    if (!line) {
      line = document.createElement("p");
      line.className = "field__count";
      field.after(line);
    }
    line.textContent = fill(texts.count, { n: [...field.value].length, limit });
  }

  form.querySelectorAll("textarea[maxlength]").forEach(count);
  document.querySelector(".error-summary")?.focus();
}
