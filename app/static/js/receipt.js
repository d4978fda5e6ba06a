// Look now and then whether the copy is made, and show its link when it is. Gives up after two minutes: the link
// «Se etter den» still works.
const place = document.getElementById("copy");
let left = 40;

async function look() {
  left -= 1;
  const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer && answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("copy");
    if (found && !found.querySelector(".waiting")) {
      place.replaceChildren(...found.childNodes);
      return;
    }
  }
  if (left > 0) {
    window.setTimeout(look, 3000);
  }
}

window.setTimeout(look, 2000);
