// Counts anew what the offer would reach while its form is filled in. Without this a button does the same.
const form = document.getElementById("form"), place = document.getElementById("reach");
let waiting, last = 0;
async function count() {
  const mine = ++last, sent = new FormData(form);
  sent.set("count", "yes");
  const answer = await fetch("", { method: "POST", body: new URLSearchParams(sent) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("reach");
  if (mine === last && fresh) place.replaceChildren(...fresh.childNodes);
}
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => count().catch(() => {}), 700);
});
