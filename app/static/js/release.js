/* Follow a release while its letters are made. */
const place = document.querySelector("[data-progress][data-waiting]");
if (place) {
  const timer = setInterval(async () => {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    place.querySelector(".progress__text").textContent = told.text;
    place.querySelector("progress").value = told.done;
    if (told.finished) { clearInterval(timer); location.reload(); }
  }, 1500);
}
