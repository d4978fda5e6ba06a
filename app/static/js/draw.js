/* A member's number stays in the browser until all have handed in its checksum. Without this script the member makes
   the checksum elsewhere. */
"use strict";

const WAIT = 3000; // milliseconds between looks at whether the others are ready

const draw = document.querySelector("[data-draw][data-state]");

function keptUnder() {
  return `ombruk-draw-${draw.dataset.draw}`;
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(keptUnder()) || "null");
  } catch {
    return null;
  }
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sha256(text) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

/* Hand in: the form has no name for the number, so that only the checksum leaves. */
function prepareCommit(form) {
  const number = form.querySelector("#number");
  const wrong = form.querySelector("[data-wrong]");
  form.querySelector("[data-with-script]").hidden = false;
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = number.value.replace(/\s/g, "");
    const isNumber = /^[0-9]{1,12}$/.test(typed);
    wrong.hidden = isNumber;
    number.setAttribute("aria-invalid", String(!isNumber));
    if (!isNumber) {
      number.focus();
      return;
    }
    const opening = `${typed}:${hex(crypto.getRandomValues(new Uint8Array(16)))}`;
    const commitment = await sha256(opening);
    localStorage.setItem(keptUnder(), JSON.stringify({ opening, commitment }));
    form.elements.commitment.value = commitment;
    form.submit();
  });
}

function showCode() {
  const place = document.querySelector("[data-code]");
  const mine = kept();
  if (place && mine && document.querySelector(".draw-done")) {
    place.querySelector("code").textContent = mine.opening;
    place.hidden = false;
  }
}

function fillOpening(form) {
  const mine = kept();
  if (mine && !form.elements.opening.value) {
    form.elements.opening.value = mine.opening;
  }
}

/* The page as the server has it now; read anew only when something happened and nothing is being typed. */
async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer || !answer.ok) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-draw][data-state]");
  const typing = document.activeElement && document.activeElement.matches("input") && document.activeElement.value;
  const moved = now && (now.dataset.draw !== draw.dataset.draw || now.dataset.status !== draw.dataset.status);
  if (moved || (now && now.dataset.state !== draw.dataset.state && !typing)) {
    location.reload();
  }
}

if (draw) {
  const commit = draw.querySelector("[data-commit]");
  const open = draw.querySelector("[data-open]");
  const canHash = window.crypto && window.crypto.subtle;
  if (commit && canHash) {
    prepareCommit(commit);
  }
  showCode();
  if (open) {
    fillOpening(open);
  }
  if (draw.dataset.status === "drawn") {
    localStorage.removeItem(keptUnder());
  } else if (draw.dataset.status !== "abandoned") {
    setInterval(look, WAIT);
  }
}
