// Words typed but not yet acknowledged by the server, kept in this browser so that a closed tab, a
// lost network or an ended session loses nothing. One queue for each plan, person and tab. A Web
// Lock is held while the tab lives; a later tab adopts only queues whose owner has gone.
const PREFIX = "spinney.autosave.";

export function forgetEverything() {
  Object.keys(localStorage)
    .filter((name) => name.startsWith(PREFIX))
    .forEach((name) => localStorage.removeItem(name));
}

export function anythingUnsaved() {
  return Object.keys(localStorage).some((name) => name.startsWith(PREFIX));
}

const slotOf = (item) => JSON.stringify([item.line, item.field]);

export class Queue {
  constructor(key) {
    this.family = `${PREFIX}${key}.`;
    this.name = this.family + crypto.randomUUID();
    this.items = new Map();
    navigator.locks?.request(this.name, () => new Promise(() => {}));
  }

  get size() {
    return this.items.size;
  }

  put(item) {
    this.items.set(slotOf(item), item);
    this.keep();
  }

  get(line, field) {
    return this.items.get(slotOf({ line, field }));
  }

  drop(item) {
    this.items.delete(slotOf(item));
    this.keep();
  }

  next() {
    return [...this.items.values()].find((item) => !item.held);
  }

  keep() {
    try {
      if (this.items.size === 0) localStorage.removeItem(this.name);
      else localStorage.setItem(this.name, JSON.stringify([...this.items.values()]));
    } catch {
      // Full or forbidden storage: saving to the server goes on, only the safety net is missing.
    }
  }

  // Items left by closed tabs of the same person on the same plan, oldest first.
  async adopt() {
    const left = [];
    for (const name of Object.keys(localStorage).filter((n) => n.startsWith(this.family))) {
      if (name === this.name) continue;
      const free = navigator.locks
        ? await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock !== null)
        : true;
      if (!free) continue;
      left.push(...parsed(localStorage.getItem(name)));
      localStorage.removeItem(name);
    }
    left.sort((one, other) => one.at - other.at);
    left.forEach((item) => this.put({ ...item, held: "" }));
    return [...this.items.values()];
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? [];
  } catch {
    return [];
  }
}
