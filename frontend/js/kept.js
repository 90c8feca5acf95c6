// Today's cards on this device, and taps that wait for a network. Everything that people wrote is
// sealed with AES-GCM under a key that cannot leave the browser, and bound to one person and day.
// In the clear stand ids and times only.
const NAME = "spinney-today";
const KEEP = "keep";
const QUEUE = "queue";
const CLOCK_SLACK_MS = 5 * 60 * 1000;
const NEWS = "spinney-today";

export const canKeep = () => Boolean(window.indexedDB && window.crypto?.subtle);

const wait = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(KEEP);
    request.result.createObjectStore(QUEUE);
  };
  const base = await wait(request);
  base.onversionchange = () => base.close();
  return base;
}

async function within(mode, act) {
  const base = await open();
  try {
    const change = base.transaction([KEEP, QUEUE], mode);
    const done = new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onerror = change.onabort = () => reject(change.error);
    });
    const found = await act(change.objectStore(KEEP), change.objectStore(QUEUE));
    await done;
    return found;
  } finally {
    base.close();
  }
}

export const meta = () => within("readonly", (keep) => wait(keep.get("meta")));

export function isOver(found, now = Date.now()) {
  if (!found) return true;
  // The server's hour, and the time since: a clock that was put back does not bring the cards back.
  const since = now - found.savedAt;
  return now >= found.expiresAt || since >= found.lastsMs || since < -CLOCK_SLACK_MS;
}

const bytes = (value) => new TextEncoder().encode(value);

async function keyOf() {
  const kept = await within("readonly", (keep) => wait(keep.get("key")));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt", "decrypt",
  ]);
  await within("readwrite", (keep) => wait(keep.put(made, "key")));
  return made;
}

async function seal(value, boundTo) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: bytes(boundTo) };
  const data = await crypto.subtle.encrypt(how, await keyOf(), bytes(JSON.stringify(value)));
  return { iv, data };
}

async function unseal({ iv, data }, boundTo) {
  const how = { name: "AES-GCM", iv, additionalData: bytes(boundTo) };
  const plain = await crypto.subtle.decrypt(how, await keyOf(), data);
  return JSON.parse(new TextDecoder().decode(plain));
}

const bond = (found) => `${found.person}|${found.day}`;

export async function keepCards(told) {
  const savedAt = Date.now();
  const lastsMs = Date.parse(told.expires_at) - Date.parse(told.as_at);
  const about = {
    person: told.person, school: told.school, day: told.day, savedAt, lastsMs,
    expiresAt: Date.parse(told.expires_at), asAt: Date.parse(told.as_at),
  };
  if (lastsMs <= 0 || isOver(about)) return null;
  const sealed = await seal(told, bond(about));
  await within("readwrite", async (keep) => {
    keep.put(sealed, "cards");
    await wait(keep.put(about, "meta"));
  });
  return about;
}

// The cards with what is known of them, or null where there are none that may still be shown.
export async function keptCards() {
  const about = await meta();
  if (isOver(about)) return null;
  const sealed = await within("readonly", (keep) => wait(keep.get("cards")));
  if (!sealed) return null;
  try {
    return { about, told: await unseal(sealed, bond(about)) };
  } catch {
    return null; // sealed for someone else, or by a key that has gone
  }
}

export async function changeKept(change) {
  const kept = await keptCards();
  if (!kept) return;
  change(kept.told);
  const sealed = await seal(kept.told, bond(kept.about));
  await within("readwrite", (keep) => wait(keep.put(sealed, "cards")));
}

// Evening: the cards go. Taps wait on, under their seal, until they have been sent.
export async function dropCards() {
  const waiting = await within("readonly", (_, queue) => wait(queue.count()));
  await within("readwrite", async (keep) => {
    keep.delete("cards");
    if (waiting === 0) keep.delete("key");
    await wait(keep.delete("meta"));
  });
  tell();
}

// Signed out, or someone else is here: nothing stays, and other tabs clear what they show.
export async function forgetEverything() {
  await within("readwrite", async (keep, queue) => {
    keep.clear();
    await wait(queue.clear());
  });
  tell();
}

function tell() {
  if (!("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel(NEWS);
  channel.postMessage("gone");
  channel.close();
}

export function whenGone(act) {
  if ("BroadcastChannel" in window) new BroadcastChannel(NEWS).addEventListener("message", act);
}

async function slotOf(item) {
  const hash = await crypto.subtle.digest("SHA-256", bytes(item.slot));
  return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

// The newest word on the same thing replaces the one before: tapped and taken back is one item.
export async function put(person, item) {
  const sealed = await seal(item, `${person}|queue`);
  const slot = await slotOf(item);
  await within("readwrite", (_, queue) => wait(queue.put({ person, at: Date.now(), ...sealed }, slot)));
}

export async function waiting(person) {
  const [names, rows] = await within("readonly", async (_, queue) => [
    await wait(queue.getAllKeys()), await wait(queue.getAll()),
  ]);
  const found = [];
  for (const [n, row] of rows.entries()) {
    if (row.person !== person) continue;
    try {
      found.push({ name: names[n], at: row.at, item: await unseal(row, `${person}|queue`) });
    } catch {
      await drop(names[n], row.at);
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

// Only what was sent goes: a newer tap may have taken its place meanwhile.
export const drop = (name, at) =>
  within("readwrite", async (_, queue) => {
    const row = await wait(queue.get(name));
    if (row?.at === at) await wait(queue.delete(name));
  });

// The person whose cards or taps are here, if any: for those who come after them.
export async function whose() {
  const [about, rows] = await within("readonly", async (keep, queue) => [
    await wait(keep.get("meta")), await wait(queue.getAll()),
  ]);
  return about?.person ?? rows[0]?.person ?? "";
}
