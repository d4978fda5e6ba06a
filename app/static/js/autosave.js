// Saves every field of a draft as it is left (and 2 s after typing stops). What is not saved yet is kept in memory and
// in this browser, and is sent when the connection is back. Without this script the page's own buttons save.
const form = document.querySelector("form[data-draft]");

if (form) {
  const texts = JSON.parse(form.dataset.texts);
  const shelf = `ombruk:${form.dataset.who}:${form.dataset.draft}`;
  const was = JSON.parse(form.elements._was.value);
  const readAt = {}; // path → the revision its field was last read at
  const waiting = new Map(); // path → text that is to be sent
  const turnedDown = new Map(); // path → text that the server refused: sent again only when it is changed
  const timers = new Map();
  const PAUSE = 2000;
  const RETRY = 5000;
  const OTHER = "_other.";
  let busy = false;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const fields = (path) => [...form.elements].filter((field) => field.name === path);
  const saved = form.querySelector("[data-saved] span");
  const trouble = form.querySelector("[data-trouble]");
  let lastSaved = saved.textContent;

  function pathOf(field) {
    const name = field.name || "";
    if (name.startsWith(OTHER)) return name.slice(OTHER.length);
    if (!name || name.startsWith("_") || name === "csrf_token") return null;
    return ["file", "submit", "hidden", "button"].includes(field.type) ? null : name;
  }

  function textOf(path) {
    const all = fields(path);
    if (!all.length) return waiting.get(path) ?? "";
    if (all[0].type === "radio") {
      const chosen = all.find((field) => field.checked)?.value ?? "";
      return chosen === "other" ? form.elements[OTHER + path].value : chosen;
    }
    if (all[0].type === "checkbox") {
      return all.filter((field) => field.checked).map((field) => field.value).join(",");
    }
    return all[0].value;
  }

  function show(path, text) {
    for (const field of fields(path)) {
      if (field.type === "radio") field.checked = field.value === text;
      else if (field.type === "checkbox") field.checked = text.split(",").includes(field.value) || (text === "yes" && fields(path).length === 1);
      else field.value = text;
      field.dispatchEvent(new Event("ombruk:shown", { bubbles: true }));
    }
    const between = form.elements[OTHER + path];
    if (between && !fields(path).some((field) => field.checked)) {
      between.value = text;
      fields(path).forEach((field) => { field.checked = field.value === "other" && text !== ""; });
    }
  }

  // --- what is not sent yet survives a closed tab ------------------------------------------------------------
  function shelve() {
    const left = Object.fromEntries([...waiting].map(([path, text]) => [path, { text, revision: revisionOf(path) }]));
    try {
      if (waiting.size) localStorage.setItem(shelf, JSON.stringify(left));
      else localStorage.removeItem(shelf);
    } catch { /* a full or forbidden store: memory still has it */ }
  }

  function unshelve() {
    let left = {};
    try {
      left = JSON.parse(localStorage.getItem(shelf) || "{}");
    } catch { /* nothing that can be read */ }
    for (const [path, { text, revision }] of Object.entries(left)) {
      if (same(text, was[path])) continue;
      waiting.set(path, text);
      readAt[path] = revision;
      show(path, text);
    }
    shelve();
    send();
  }

  const same = (one, other) => (one ?? "").trim() === (other ?? "").trim();
  const isHere = (path) => fields(path).length > 0 || Boolean(form.elements[OTHER + path]);
  const revisionOf = (path) => readAt[path] ?? Number(form.dataset.revision);

  // --- sending, one field at a time -----------------------------------------------------------------------------
  function hold(path) {
    const text = textOf(path);
    if (isSaved(path, text)) waiting.delete(path);
    else waiting.set(path, text);
    shelve();
  }

  const isSaved = (path, text) => same(text === "y" ? "yes" : text, was[path]);

  async function send() {
    if (busy || !waiting.size) return;
    busy = true;
    try {
      for (let path = first(); path; path = first()) {
        if (!(await post(path, waiting.get(path)))) return;
      }
    } finally {
      busy = false;
    }
  }

  const first = () => [...waiting.keys()].find((path) => turnedDown.get(path) !== waiting.get(path));

  async function post(path, text) {
    let response, answer;
    try {
      response = await fetch(form.dataset.saveUrl, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
        body: JSON.stringify({ path, value: text, revision: revisionOf(path) }),
      });
      if (response.redirected || response.status === 400) return stop(texts.signedOut);
      if (response.status === 404) return stop(texts.gone);
      answer = await response.json();
    } catch {
      setTimeout(send, RETRY);
      return stop(texts.offline);
    }
    if (response.ok) settle(path, text, answer);
    else {
      turnedDown.set(path, text);
      saved.textContent = lastSaved;
      if (answer.conflict) disagree(path, answer.conflict);
      else complain(path, answer.error);
    }
    return true;
  }

  function stop(text) {
    trouble.textContent = text;
    saved.textContent = lastSaved;
    return false;
  }

  function settle(path, text, answer) {
    readAt[path] = answer.revision;
    if (isHere(path)) { // what was left over from another page is not shown here, and must not look emptied when this page is sent
      was[path] = text === "y" ? "yes" : text;
      form.elements._was.value = JSON.stringify(was);
    }
    if (waiting.get(path) === text) waiting.delete(path);
    turnedDown.delete(path);
    shelve();
    complain(path, "");
    trouble.textContent = "";
    lastSaved = fill(texts.saved, { time: answer.saved_at });
    saved.textContent = lastSaved;
    warn(answer.warnings);
    form.dispatchEvent(new CustomEvent("ombruk:saved", { detail: { path, ...answer } }));
  }

  // --- what the server answers, at the field ------------------------------------------------------------------
  const boxOf = (path) => (fields(path)[0] ?? form.elements[OTHER + path])?.closest(".field");
  const idOf = (path) => path.replaceAll(".", "-");

  function complain(path, sentence) {
    const box = boxOf(path);
    if (!box) {
      if (sentence) trouble.textContent = sentence;
      return;
    }
    box.querySelector(".field__error")?.remove();
    box.closest(".ask")?.querySelector(".conflict")?.remove();
    box.classList.toggle("field--error", Boolean(sentence));
    for (const field of fields(path)) field.toggleAttribute("aria-invalid", Boolean(sentence));
    if (!sentence) return;
    const error = document.createElement("p");
    error.className = "field__error";
    error.id = `${idOf(path)}-error`;
    error.setAttribute("role", "alert");
    error.textContent = sentence;
    (box.querySelector(".field__help") ?? box.querySelector(".field__label")).after(error);
    const target = box.tagName === "FIELDSET" ? box : fields(path)[0];
    target.setAttribute("aria-describedby", [`${idOf(path)}-help`, error.id].filter((id) => document.getElementById(id)).join(" "));
  }

  function warn(warnings) {
    if (!warnings) return;
    for (const place of form.querySelectorAll("[data-warning]")) {
      const sentence = warnings[place.dataset.warning] ?? "";
      place.querySelector("span").textContent = sentence;
      place.hidden = !sentence;
    }
  }

  function disagree(path, conflict) {
    complain(path, conflict.sentence);
    const box = boxOf(path);
    if (!box) return;
    const note = document.createElement("div");
    note.className = "conflict";
    const who = document.createElement("p");
    who.className = "conflict__who";
    who.textContent = fill(texts.wrote, { name: conflict.by });
    const theirs = document.createElement("blockquote");
    theirs.className = "conflict__theirs";
    theirs.textContent = conflict.shown || texts.empty;
    const buttons = document.createElement("div");
    buttons.className = "conflict__buttons";
    buttons.append(
      choice(texts.keep, () => {
        readAt[path] = conflict.revision;
        turnedDown.delete(path);
        hold(path);
        send();
      }),
      choice(fill(texts.take, { name: conflict.by }), () => {
        show(path, conflict.theirs);
        was[path] = conflict.theirs;
        readAt[path] = conflict.revision;
        form.elements._was.value = JSON.stringify(was);
        waiting.delete(path);
        shelve();
        complain(path, "");
      }),
    );
    note.append(who, theirs, buttons);
    box.before(note);
  }

  function choice(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pkt-btn pkt-btn--small pkt-btn--secondary";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  // --- listening ------------------------------------------------------------------------------------------------
  function leave(path) {
    clearTimeout(timers.get(path));
    timers.delete(path);
    hold(path);
    if (waiting.has(path)) saved.textContent = texts.saving;
    send();
  }

  form.addEventListener("input", (event) => {
    const path = pathOf(event.target);
    if (!path) return;
    if (event.target.name.startsWith(OTHER)) {
      const other = fields(path).find((field) => field.value === "other");
      if (other) other.checked = true;
    }
    count(event.target);
    hold(path);
    clearTimeout(timers.get(path));
    timers.set(path, setTimeout(() => leave(path), PAUSE));
  });
  form.addEventListener("change", (event) => {
    const path = pathOf(event.target);
    if (path) leave(path);
  });
  form.addEventListener("submit", () => timers.forEach((timer) => clearTimeout(timer)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
  addEventListener("online", send);

  // --- how much room is left ------------------------------------------------------------------------------------
  function count(field) {
    const limit = Number(field.dataset.limit);
    if (!limit || (field.tagName !== "TEXTAREA" && field.value.length < limit * 0.8)) return;
    let line = field.parentElement.querySelector(".field__count");
    if (!line) {
      line = document.createElement("p");
      line.className = "field__count";
      field.after(line);
    }
    const length = [...field.value.trim()].length;
    line.textContent = fill(texts.count, { n: length, limit });
    line.classList.toggle("field__count--over", length > limit);
  }

  for (const field of form.querySelectorAll("textarea[data-limit]")) count(field);
  form.addEventListener("ombruk:shown", (event) => count(event.target));

  unshelve();
  document.querySelector(".error-summary")?.focus();
}
