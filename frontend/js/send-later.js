// Send what waits: taps and answers, in the order they were made, each safe to send twice.
import { drop, waiting } from "./kept.js";

const LOCK = "spinney.today.sending";

const token = () => document.querySelector("form[data-sign-out] [name=csrfmiddlewaretoken]")?.value ?? "";

async function post(person, { url, body }) {
  const answer = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(body),
    credentials: "same-origin",
    redirect: "manual",
    headers: {
      "Accept": "application/json",
      "X-CSRFToken": token(),
      // Whose taps these are: if someone else has signed in meanwhile, the server must refuse.
      "X-Cards-For": person,
    },
  });
  if (answer.ok) return "sent";
  // Signed out, a stale page or a server in trouble: it waits. Any other no is the last word.
  const later = answer.type === "opaqueredirect" || [401, 403, 429].includes(answer.status) || answer.status >= 500;
  if (later) return "later";
  const said = await answer.json().catch(() => ({}));
  return said.message || "This could not be kept.";
}

async function sendAll(person, onNo) {
  for (const { name, at, item } of await waiting(person)) {
    const said = await post(person, item);
    if (said === "later") return false;
    await drop(name, at);
    if (said !== "sent") onNo(said, item);
  }
  return true;
}

// True when nothing waits any more.
export async function flush(person, onNo = () => {}) {
  if (!person || !token()) return false;
  const act = () => sendAll(person, onNo).catch(() => false);
  return navigator.locks ? navigator.locks.request(LOCK, act) : act();
}
