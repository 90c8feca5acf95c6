// Today's cards work all day without a network, and are gone by evening, on signing out, and as
// soon as anyone else is here. Every page looks after that; only /today fetches.
import {
  canKeep, dropCards, forgetEverything, isOver, keepCards, meta, put, waiting, whose,
} from "./kept.js";
import { flush } from "./send-later.js";

const FRESH_MS = 30 * 60 * 1000;
const SIGN_IN = ["/account/sign-in", "/demo/sign-in"];
const LONGEST_TIMER = 2 ** 31 - 1;
const LOST = "Some taps on this device are not sent yet. Sign out and lose them?";

const person = () => document.querySelector("form[data-sign-out]")?.dataset.person ?? "";

async function tidy() {
  const owner = await whose();
  if (!owner) return;
  const here = person();
  const someoneElse = here ? here !== owner : SIGN_IN.includes(location.pathname);
  if (someoneElse) await forgetEverything();
  else if (await meta().then((about) => about && isOver(about))) await dropCards();
}

// At the hour itself, where a page is still open then.
export async function goAtEvening() {
  const about = await meta();
  if (!about) return;
  setTimeout(() => dropCards(), Math.min(Math.max(about.expiresAt - Date.now(), 0), LONGEST_TIMER));
}

async function fetchCards(place) {
  const { url, person: who, school, day } = place.dataset;
  const about = await meta();
  const same = about && about.person === who && about.school === school && about.day === day;
  if (same && !isOver(about) && Date.now() - about.savedAt < FRESH_MS) return about;
  const answer = await fetch(url, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) return about;
  const told = await answer.json();
  return told.person === who ? keepCards(told) : null;
}

async function keepToday(place) {
  if (navigator.serviceWorker) await navigator.serviceWorker.register("/today-worker.js", { scope: "/today" });
  const about = await fetchCards(place);
  const note = document.querySelector("[data-kept]");
  if (!about || !note) return;
  const until = new Date(about.expiresAt).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  note.textContent = `Today’s cards stay on this device until ${until}, for when there is no network.`;
  note.hidden = false;
}

// Before leaving.js, which signs out: first send what waits, then clear this device.
function clearOnSignOut(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.cardsCleared) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    try {
      await Promise.race([flush(form.dataset.person), new Promise((go) => setTimeout(go, 4000))]);
      const left = (await waiting(form.dataset.person)).length;
      if (left > 0 && !window.confirm(LOST)) return;
      await forgetEverything();
    } catch {
      // No store on this device: nothing to clear.
    }
    form.dataset.cardsCleared = "yes";
    form.requestSubmit(button);
  }, { capture: true });
}

// Without a network an answer waits, like a tap.
function keepAnswer(form) {
  form.addEventListener("submit", async (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    const body = Object.fromEntries(new FormData(form));
    delete body.csrfmiddlewaretoken;
    await put(form.dataset.person, { url: location.pathname, slot: location.pathname, body });
    const said = document.createElement("p");
    said.className = "govuk-body-l";
    said.setAttribute("role", "status");
    said.textContent = "Kept on this device. It will be sent when there is a network.";
    form.replaceChildren(said);
  });
}

export async function startToday() {
  if (!canKeep()) return;
  document.querySelectorAll("form[data-sign-out]").forEach(clearOnSignOut);
  document.querySelectorAll("form[data-confirm]").forEach(keepAnswer);
  try {
    await tidy();
    const who = person();
    const place = document.querySelector("[data-today]");
    if (who) await flush(who);
    if (place) await keepToday(place);
    await goAtEvening();
    window.addEventListener("online", () => flush(person()));
  } catch {
    // A browser that keeps nothing (private windows, full disks): the page works on without.
  }
}
