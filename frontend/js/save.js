// One request to the server and what its answer means, in one word:
// saved, clash, refused, signed-out, forbidden, trouble, offline.
const CSRF = "csrfmiddlewaretoken";
const KEEPALIVE_LIMIT = 60000; // Browsers refuse bodies over 64 kB that outlive their page.

const UNREADABLE = "This could not be saved as it is. Make it shorter, or copy it and open the page again.";

const tokenField = (form) => form.querySelector(`[name=${CSRF}]`);

function post(form, item, keepalive) {
  const { line, field, value, base_rev } = item;
  const body = JSON.stringify({ line, field, value, base_rev });
  return fetch(form.dataset.autosaveUrl, {
    method: "POST",
    body,
    credentials: "same-origin",
    redirect: "manual",
    keepalive: keepalive && body.length < KEEPALIVE_LIMIT,
    headers: {
      "Accept": "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": tokenField(form)?.value ?? "",
      // Whose words these are: if someone else has signed in meanwhile, the server must refuse.
      "X-Autosave-For": form.dataset.autosaveKey,
    },
  });
}

// Any other small request of the form, with its token and its owner.
export function ask(form, address, body) {
  return fetch(address, {
    method: "POST",
    body: JSON.stringify(body),
    credentials: "same-origin",
    redirect: "manual",
    headers: {
      "Accept": "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": tokenField(form)?.value ?? "",
      "X-Autosave-For": form.dataset.autosaveKey,
    },
  });
}

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").includes("json");

// Signing in again gives a new token. The cookie is closed to scripts, so it is read from a fresh
// copy of this very page.
async function freshToken(form) {
  const page = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
  if (!page.ok) return "";
  const copy = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = copy.querySelector(`form[data-autosave-key] [name=${CSRF}]`)?.value ?? "";
  const ours = tokenField(form);
  if (token && ours) ours.value = token;
  return token;
}

async function meaning(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401) return { kind: "signed-out" };
  if (answer.status === 403 || answer.status === 404) return { kind: "forbidden" };
  const body = isJson(answer) ? await answer.json() : {};
  const known = { 200: "saved", 409: "clash" }[answer.status];
  if (known && isJson(answer)) return { kind: known, body };
  // Sending the same words again would not help, and they must not hold up the rest.
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
    return { kind: "refused", body: { message: body.message ?? UNREADABLE } };
  return { kind: "trouble" };
}

export async function send(form, item, { keepalive = false } = {}) {
  try {
    const answer = await post(form, item, keepalive);
    if (answer.status !== 403 || keepalive) return await meaning(answer);
    if (!(await freshToken(form))) return { kind: "signed-out" };
    return await meaning(await post(form, item, false));
  } catch {
    return { kind: "offline" };
  }
}
