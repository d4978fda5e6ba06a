// The line to the server: what a juror gives waits in the tablet until the server has it, and is sent in the order in
// which it was given, whichever of the jury's pages is open. Each waiting answer is an entry of its own in localStorage,
// so that two open pages never undo each other; a newer answer to the same question takes the older one's place.
// The server refuses what is older than what stands there (app/prize/scoring/actions.py).
const box = document.querySelector("[data-line]");
const WAIT = "ombruk-jury:wait:", REFUSED = "ombruk-jury:refused:", KNOWN = "ombruk-jury:known:";
const CLOCK = "ombruk-jury:clock", LAST = "ombruk-jury:last";
const SOONEST = 3000, LATEST = 30000, PATIENCE = 15000;

if (box) start();

function start() {
  let sending = false;
  let timer = 0;
  let pause = SOONEST;

  addEventListener("online", () => flush());
  addEventListener("offline", () => show());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  document.addEventListener("jury:keep", (event) => keep(event.detail));
  navigator.serviceWorker?.register(box.dataset.worker).catch(() => {});
  for (const [key, item] of all(WAIT)) if (item.held) write(key, { ...item, held: false });
  show();
  showRefusals();
  flush();

  /* detail: who, url, part, name (of the question), project, body {value, text} */
  function keep(detail) {
    write(WAIT + place(detail), { ...detail, touched: touch(detail) });
    say(box.dataset.saving);
    flush();
  }

  /* The moment by the server's clock, and later than all that this tablet has seen or given before. */
  function touch(detail) {
    const guess = Math.round(Date.now() + (read(CLOCK) ?? 0));
    const moment = Math.max(guess, (read(LAST) ?? 0) + 1, (detail.seen ?? 0) + 1);
    write(LAST, moment);
    return moment;
  }

  async function flush() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    let goesOn = true;
    while (goesOn) {
      const [key, item] = oldest() ?? [];
      goesOn = Boolean(item) && await send(key, item);
    }
    sending = false;
    const next = oldest();
    if (next && !box.dataset.stopped) {
      timer = setTimeout(flush, pause);
      pause = Math.min(pause * 2, LATEST);
    }
  }

  function oldest() {
    return all(WAIT).filter(([, item]) => !item.held).sort((a, b) => a[1].touched - b[1].touched)[0];
  }

  /* Whether the next one may be sent now. */
  async function send(key, item) {
    let answer;
    try {
      answer = await post(item);
      if (answer.status === 400) answer = await renewToken() ? await post(item) : { type: "opaqueredirect" };
    } catch {
      return stay("offline");
    }
    if (answer.type === "opaqueredirect") return stay("signedOut");
    if (answer.status >= 500 || answer.status === 400 || answer.status === 429) return stay("failed");
    const told = await answer.json().catch(() => ({}));
    pause = SOONEST;
    if (told.now) write(CLOCK, told.now - Date.now());
    if (answer.ok) settle(key, item, told);
    else if (told.other) hold(key, item);
    else if (told.standing) overtaken(key, item, told);
    else refuse(key, item, told.error);
    return true;
  }

  function post(item) {
    return fetch(item.url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ who: item.who, part: item.part, touched: item.touched, ...item.body }),
    });
  }

  function stay(why) {
    say(box.dataset[why] + (why === "offline" ? ` (${all(WAIT).length})` : ""), true);
    return false;
  }

  // --- what the server answered -----------------------------------------------------------------------------------
  function settle(key, item, told) {
    drop(key, item);
    write(KNOWN + place(item), { body: item.body, at: item.touched });
    say(oldest() ? box.dataset.saving : told.saved);
  }

  /* It waits for the one who gave it. */
  function hold(key, item) {
    write(key, { ...item, held: true });
    say(box.dataset.other, true);
  }

  /* Something newer stands: it is shown. Of a note, both texts are kept. */
  function overtaken(key, item, told) {
    const { value, cannot_assess: cannot, comment, text } = told.standing;
    drop(key, item);
    if (item.part === "note") {
      const body = { text: `${text}\n\n${item.body.text}`.trim() };
      tell(item, body, told.now);
      keep({ ...item, body, seen: told.now });
      say(told.error, true);
      return;
    }
    const body = { value: cannot ? "none" : String(value ?? ""), text: comment };
    write(KNOWN + place(item), { body, at: told.now });
    tell(item, body, told.now);
    note(item, told.error);
  }

  function refuse(key, item, sentence) {
    drop(key, item);
    const what = `${item.project}: ${item.name}`;
    const given = [item.body.value === "none" ? box.dataset.none : item.body.value, item.body.text].filter(Boolean).join(" – ");
    const words = sentence ? fill(box.dataset.refused, { what, given }) + ` ${sentence}` : fill(box.dataset.missing, { what });
    note(item, words);
    document.dispatchEvent(new CustomEvent("jury:refused", { detail: item }));
  }

  function tell(item, body, at) {
    document.dispatchEvent(new CustomEvent("jury:standing", { detail: { ...item, body, at } }));
  }

  /* Words that stay until they are read. */
  function note(item, sentence) {
    write(REFUSED + place(item), { sentence });
    say("");
    showRefusals();
  }

  // --- what is shown ----------------------------------------------------------------------------------------------
  function say(text, problem = false) {
    const state = box.querySelector("[data-state]");
    state.textContent = text;
    state.toggleAttribute("data-problem", problem);
  }

  function show() {
    const waiting = all(WAIT).filter(([, item]) => !item.held).length;
    if (waiting) say(navigator.onLine ? box.dataset.saving : `${box.dataset.offline} (${waiting})`, !navigator.onLine);
    else if (!navigator.onLine) say(box.dataset.alone, true);
  }

  function showRefusals() {
    const list = box.querySelector("[data-refusals]");
    list.replaceChildren(...all(REFUSED).map(([key, { sentence }]) => {
      const line = document.createElement("p");
      line.className = "line__refusal";
      line.append(sentence, " ");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "pkt-btn pkt-btn--small pkt-btn--secondary";
      button.textContent = box.dataset.understood;
      button.addEventListener("click", () => { localStorage.removeItem(key); showRefusals(); });
      line.append(button);
      return line;
    }));
  }

  // --- the session ------------------------------------------------------------------------------------------------
  function token() {
    return box.dataset.token || document.querySelector("input[name=csrf_token]")?.value || "";
  }

  /* A page kept from an earlier session has an earlier session's token: take the one of a fresh page. */
  async function renewToken() {
    const answer = await fetch(location.href, { redirect: "manual", cache: "reload" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    box.dataset.token = page.querySelector("input[name=csrf_token]")?.value ?? "";
    return Boolean(box.dataset.token);
  }
}

// --- what is kept in the tablet -------------------------------------------------------------------------------------
function place({ who, url, part }) {
  return `${who}:${url}:${part}`;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  localStorage.setItem(key, JSON.stringify(value));
}

/* Unless it was given anew while it was sent. */
function drop(key, item) {
  if (read(key)?.touched === item.touched) localStorage.removeItem(key);
}

function all(prefix) {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => [key, read(key)]).filter(([, value]) => value);
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}
