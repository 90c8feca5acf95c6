// Words typed but not yet acknowledged by the server, kept in this browser so that a closed tab, a
// lost network or an ended session loses nothing. One queue for each plan, person and tab. A Web
// Lock is held while the tab lives, so that another tab adopts a queue only when its owner has gone.
// Each waiting field stands under a name of its own, TAB/FIELD: a key press then writes that field and
// nothing else, however many others wait for the network.
const PREFIX = "spinney.autosave.";
const FLUSH = "spinney:flush";
const FLUSH_MS = 4000;

const names = (test) => Object.keys(localStorage).filter((n) => n.startsWith(PREFIX) && test(n));

// A key is PLAN:PERSON: on a shared computer one person's sign-out leaves another's words alone.
const ofPerson = (person) => names((name) => name.includes(`:${person}.`));

export const anythingUnsaved = (person) => ofPerson(person).length > 0;

export function forgetPerson(person) {
  ofPerson(person).forEach((name) => localStorage.removeItem(name));
}

export function onFlush(save) {
  document.addEventListener(FLUSH, (event) => event.detail.push(save()));
}

// Ask every autosaving form on the page to send what it has, and wait a little for the answers.
export async function flushAll() {
  const saving = [];
  document.dispatchEvent(new CustomEvent(FLUSH, { detail: saving }));
  const enough = new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
  await Promise.race([Promise.allSettled(saving), enough]);
}

const tabOf = (name) => name.split("/", 1)[0];

const slotOf = (item) => JSON.stringify([item.line, item.field]);

export class Queue {
  constructor(key) {
    this.family = `${PREFIX}${key}.`;
    this.name = `${this.family}${Date.now()}-${Math.random()}`;
    this.items = new Map();
    navigator.locks?.request(this.name, () => new Promise(() => {}));
  }

  put(item) {
    this.items.set(slotOf(item), item);
    this.keep(slotOf(item));
  }

  get(line, field) {
    return this.items.get(slotOf({ line, field }));
  }

  drop(item) {
    this.items.delete(slotOf(item));
    this.keep(slotOf(item));
  }

  ready() {
    return [...this.items.values()].filter((item) => !item.held);
  }

  keep(slot) {
    const item = this.items.get(slot);
    try {
      if (item) localStorage.setItem(`${this.name}/${slot}`, JSON.stringify([item]));
      else localStorage.removeItem(`${this.name}/${slot}`);
    } catch {
      // Full storage: saving to the server goes on, only the safety net is missing.
    }
  }

  // Calls back with what closed tabs have left, now or as soon as such a tab closes.
  adopt(arrived) {
    const take = (tab) => {
      const mine = names((name) => tabOf(name) === tab);
      const left = mine.flatMap((name) => parsed(localStorage.getItem(name)));
      mine.forEach((name) => localStorage.removeItem(name));
      const taken = left.filter((item) => !(this.items.get(slotOf(item))?.at >= item.at));
      taken.forEach((item) => this.put({ ...item, held: "" }));
      if (taken.length > 0) arrived(taken);
    };
    const tabs = names((name) => name.startsWith(this.family) && tabOf(name) !== this.name).map(tabOf);
    for (const tab of new Set(tabs)) {
      if (navigator.locks) navigator.locks.request(tab, () => take(tab));
      else take(tab);
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? [];
  } catch {
    return [];
  }
}
