// Saves each field by itself, about a second after the last key and when the field is left. The
// rule above all others: words a person has typed are never lost. So every change goes into a queue
// on this device first, and leaves it only when the server has acknowledged it or the person has
// chosen. One request at a time, so that answers come in order.
//
// <form data-autosave-url="/plans/…/draft" data-autosave-key="PLAN:PERSON" data-autosave-rev="4">
//   <textarea data-autosave data-line="…" data-field="title">      or, for several controls,
//   <fieldset data-autosave data-kind="date|one|many" data-line data-field>
import { clashPanel, removeClash, strayPanel } from "./clash.js";
import { Queue, onFlush } from "./queue.js";
import { placeAfter, readValue, sameValue, showRefusal, showValue, typedEarly } from "./values.js";
import { send } from "./save.js";

const PAUSE_MS = 1000;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60000;
const OFFLINE = "Not connected. Your words are kept on this device and will be saved.";
const TROUBLE = "Could not save just now. Your words are kept on this device; trying again.";
const SIGNED_OUT = "You are signed out. Sign in in another tab; nothing is lost.";
const FORBIDDEN = "You cannot change this plan now. Your words are kept on this device.";
const CLASH = "Someone else changed the same words. Choose below; both are kept.";
const REFUSED = "One answer could not be saved. See the message beside it.";

class Autosave {
  constructor(form) {
    this.form = form;
    this.queue = new Queue(form.dataset.autosaveKey);
    this.note =
      form.querySelector("[data-saved-note]") ?? document.querySelector("[data-saved-note]");
    this.timers = new Map();
    this.acked = new WeakMap();
    this.wait = FIRST_WAIT_MS;
    this.savedAt = "";
  }

  start() {
    // No browser may fill the form from its own memory: it would pass for words just typed.
    this.form.autocomplete = "off";
    this.listen();
    this.form.querySelectorAll("[data-autosave]").forEach((holder) => {
      if (typedEarly(holder)) this.typed(holder, PAUSE_MS);
    });
    this.queue.adopt((items) => {
      for (const item of items) {
        const holder = this.holderOf(item);
        if (holder) showValue(holder, item.value);
      }
      this.pump();
    });
  }

  listen() {
    this.form.addEventListener("input", (event) => this.typed(event.target, PAUSE_MS));
    this.form.addEventListener("change", (event) => this.typed(event.target, 0));
    this.form.addEventListener("focusout", (event) => this.left(event.target));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.pump());
    window.addEventListener("focus", () => this.pump());
    document.addEventListener("visibilitychange", () => this.flush());
    window.addEventListener("pagehide", () => this.leave());
    onFlush(() => this.flush());
  }

  holderOf({ line, field }) {
    const name = `[data-line="${CSS.escape(line)}"][data-field="${CSS.escape(field)}"]`;
    return this.form.querySelector(`[data-autosave]${name}`);
  }

  baseRev(holder) {
    return Number(holder.dataset.rev ?? this.form.dataset.autosaveRev ?? 0);
  }

  // Into the queue at once; onto the wire after the pause.
  typed(target, pause) {
    const holder = target.closest("[data-autosave]");
    if (!holder) return;
    const { line, field } = holder.dataset;
    const value = readValue(holder);
    if (value === undefined) return;
    const known = this.queue.get(line, field);
    if (!known && sameValue(value, this.acked.get(holder))) return;
    const held = known?.held === "clash" ? "clash" : "pause";
    this.queue.put({
      line, field, value, held, base_rev: known?.base_rev ?? this.baseRev(holder), at: Date.now(),
    });
    clearTimeout(this.timers.get(holder));
    this.timers.set(holder, setTimeout(() => this.release(holder), pause));
  }

  left(target) {
    const holder = target.closest("[data-autosave]");
    if (holder && this.timers.has(holder)) this.release(holder);
  }

  release(holder) {
    clearTimeout(this.timers.get(holder));
    this.timers.delete(holder);
    const item = this.queue.get(holder.dataset.line, holder.dataset.field);
    if (item?.held === "pause") this.queue.put({ ...item, held: "" });
    this.pump();
  }

  flush() {
    [...this.timers.keys()].forEach((holder) => this.release(holder));
    return this.pump();
  }

  // The page is going and will hear no answer: send all and let the browser finish. The queue stays
  // on the device; whoever opens the plan next sends it again, which changes nothing.
  leave() {
    for (const item of this.queue.items.values()) {
      if (item.held === "" || item.held === "pause") send(this.form, item, { keepalive: true });
    }
  }

  // A button of the form (add, move, remove). The server is told that the fields have been saved one by
  // one, so that it does only what the button says and never takes old words for new ones.
  async submitted(event) {
    if (this.going) return;
    event.preventDefault();
    // Enter in the form of a status means that status, not the form's first button.
    const status = document.activeElement?.closest(".sp-status")?.querySelector("button[name=act]");
    const button = (event.submitter?.value === "save" && status) || event.submitter;
    await this.flush();
    if (!button || button.value === "save") return;
    const told = document.createElement("input");
    Object.assign(told, { type: "hidden", name: "autosaved", value: "yes" });
    this.form.append(told);
    this.going = true;
    setTimeout(() => this.form.requestSubmit(button));
  }

  pump() {
    this.pumping ??= this.sendAll().finally(() => {
      this.pumping = null;
    });
    return this.pumping;
  }

  async sendAll() {
    clearTimeout(this.retry);
    for (let [item] = this.queue.ready(); item; [item] = this.queue.ready()) {
      this.say("saving", this.savedAt ? `Saved ${this.savedAt}` : "Saving");
      if (!(await this.sendOne(item))) return;
    }
  }

  async sendOne(item) {
    const answer = await send(this.form, item, { keepalive: document.hidden });
    const act = {
      saved: () => this.saved(item, answer.body),
      clash: () => this.clashed(item, answer.body),
      refused: () => this.refused(item, answer.body.message),
      "signed-out": () => this.later("signed-out", SIGNED_OUT),
      forbidden: () => this.later("refused", FORBIDDEN),
      trouble: () => this.later("offline", TROUBLE),
      offline: () => this.later("offline", OFFLINE),
    }[answer.kind];
    return act();
  }

  saved(item, body) {
    this.wait = FIRST_WAIT_MS;
    this.savedAt = body.saved_at;
    const holder = this.holderOf(item);
    if (holder) {
      holder.dataset.rev = body.rev;
      this.acked.set(holder, item.value);
      showRefusal(holder, "");
      removeClash(placeAfter(holder));
    }
    this.settle(item, body.rev);
    this.form.dispatchEvent(new CustomEvent("spinney:saved"));
    if (body.html_line) this.redraw(item.line, body.html_line);
    this.sayRest();
    return true;
  }

  // Gone from the queue, unless the person has typed on while it was on its way.
  settle(item, rev) {
    const now = this.queue.get(item.line, item.field);
    if (!now) return;
    if (sameValue(now.value, item.value)) this.queue.drop(now);
    else this.queue.put({ ...now, base_rev: rev });
  }

  clashed(item, body) {
    const now = this.queue.get(item.line, item.field) ?? item;
    if (sameValue(body.theirs, now.value)) {
      this.queue.drop(now);
      this.sayRest();
      return true;
    }
    this.queue.put({ ...now, held: "clash" });
    const holder = this.holderOf(item);
    const place = holder ? placeAfter(holder) : this.note;
    const mine = () => (holder ? readValue(holder) : now.value);
    const joins = !holder || holder.matches("textarea, [type=text]:not([inputmode])");
    clashPanel(place, { ...body, mine, joins }, (value) =>
      this.chosen(item, holder, value, body.rev),
    );
    this.say("clash", CLASH);
    return true;
  }

  // Sent even when it is theirs, so that the server knows the clash is settled.
  chosen(item, holder, value, rev) {
    removeClash(holder ? placeAfter(holder) : this.note);
    if (holder) {
      holder.dataset.rev = rev;
      showValue(holder, value);
      (holder.dataset.kind ? holder.querySelector("input") : holder).focus();
    }
    this.queue.put({ ...item, value, held: "", base_rev: rev, at: Date.now() });
    this.sayRest();
    this.pump();
  }

  refused(item, message) {
    const holder = this.holderOf(item);
    const now = this.queue.get(item.line, item.field) ?? item;
    if (sameValue(now.value, item.value)) this.queue.put({ ...now, held: "refused" });
    if (holder) showRefusal(holder, message);
    else strayPanel(this.note, { value: now.value, message }, () => this.letGo(now));
    this.say("refused", REFUSED);
    return true;
  }

  letGo(item) {
    this.queue.drop(item);
    this.say("ready", "Nothing is waiting to be saved");
    this.sayRest();
  }

  later(state, words) {
    this.say(state, words);
    this.retry = setTimeout(() => this.pump(), this.wait * (0.8 + Math.random() * 0.4));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    return false;
  }

  // Words that reached the server by another way (a colleague, or undo) are put in their field, unless
  // somebody is writing there: then the save of this field will find out, and show both.
  take({ line, field, value, rev }) {
    const holder = this.holderOf({ line, field });
    if (!holder || rev <= this.baseRev(holder)) return null;
    if (holder.contains(document.activeElement) || this.queue.get(line, field)) return null;
    const known = typeof value === "number" ? String(value) : value;
    showValue(holder, known);
    holder.dataset.rev = rev;
    this.acked.set(holder, known);
    return holder;
  }

  redraw(line, html) {
    const old = this.form.ownerDocument.querySelector(`[data-line-html="${CSS.escape(line)}"]`);
    if (!old || old.contains(document.activeElement)) return;
    const box = document.createElement("template");
    box.innerHTML = html;
    old.replaceWith(box.content);
  }

  sayRest() {
    const held = [...this.queue.items.values()].map((item) => item.held);
    if (held.includes("clash")) this.say("clash", CLASH);
    else if (held.includes("refused")) this.say("refused", REFUSED);
    else if (this.savedAt) this.say("saved", `Saved ${this.savedAt}`);
  }

  // The same words are not written twice, so a screen reader says "Saved 10:42" once a minute.
  say(state, words) {
    if (!this.note) return;
    this.note.dataset.state = state;
    if (this.note.textContent !== words) this.note.textContent = words;
  }
}

export function startAutosave(form) {
  const autosave = new Autosave(form);
  autosave.start();
  return autosave;
}
