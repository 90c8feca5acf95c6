// Who else is in this draft. One small request, at most every twenty seconds and only while the page
// is looked at and used, says "I am here, in this section"; its answer says who else is, and what they
// have written, which is put in place where nobody is writing. Errors make it ask more seldom.
import { ask } from "./save.js";
import { placeAfter } from "./values.js";

const BEAT_MS = 20000;
const LONGEST_MS = 240000;
const IDLE_MS = 300000; // Five minutes without a key or a touch: no longer here.

class Together {
  constructor(form, autosave) {
    this.form = form;
    this.autosave = autosave;
    this.since = form.dataset.hereSince;
    this.list = document.querySelector("[data-here]");
    this.news = document.querySelector("[data-here-news]");
    this.told = new Set();
    this.wait = BEAT_MS;
    this.last = -BEAT_MS;
    this.used = performance.now();
    this.section = "";
  }

  start() {
    for (const kind of ["keydown", "pointerdown", "focusin"]) {
      document.addEventListener(kind, (event) => this.touched(event), { passive: true });
    }
    document.addEventListener("visibilitychange", () => this.plan());
    this.plan();
  }

  touched(event) {
    const section = event.target.closest?.("section[id^=section-]");
    if (section) this.section = section.id.slice("section-".length);
    const idle = this.idle();
    this.used = performance.now();
    if (idle) this.plan();
  }

  idle() {
    return performance.now() - this.used > IDLE_MS;
  }

  // One timer, ever: the next beat is never sooner than `wait` after the last.
  plan() {
    clearTimeout(this.timer);
    if (document.hidden || this.idle()) return;
    const left = Math.max(0, this.last + this.wait - performance.now());
    this.timer = setTimeout(() => this.beat(), left);
  }

  async beat() {
    if (this.beating) return;
    this.beating = true;
    this.last = performance.now();
    try {
      const { section, since } = this;
      const answer = await ask(this.form, this.form.dataset.hereUrl, { section, since });
      if (!answer.ok) throw new Error("no news");
      this.heard(await answer.json());
      this.wait = BEAT_MS;
    } catch {
      this.wait = Math.min(this.wait * 2, LONGEST_MS);
    }
    this.beating = false;
    this.plan();
  }

  heard({ here, fields, shape, at }) {
    this.since = at;
    this.show(here);
    fields.forEach((item) => this.put(item));
    shape.forEach((item) => this.tell(item));
  }

  show(here) {
    const texts = here.join("\n");
    if (this.list.dataset.texts === texts) return;
    this.list.dataset.texts = texts;
    this.list.hidden = here.length === 0;
    this.list.querySelector("ul").replaceChildren(...here.map((words) => item(words)));
  }

  put(field) {
    const holder = this.autosave.take(field);
    if (!holder) return;
    const place = placeAfter(holder);
    place.querySelector(".sp-editor__by")?.remove();
    const note = document.createElement("p");
    note.className = "sp-editor__by";
    note.textContent = field.words;
    place.append(note);
  }

  // A line that came, went or moved can only be shown by drawing the page anew: the person says when.
  tell({ id, words }) {
    if (this.told.has(id)) return;
    this.told.add(id);
    if (!this.news.querySelector("ul")) {
      const again = document.createElement("button");
      Object.assign(again, { type: "button", className: "sp-link-button", textContent: "Show it" });
      again.addEventListener("click", () => this.drawAnew());
      this.news.replaceChildren(document.createElement("ul"), again);
    }
    this.news.querySelector("ul").append(item(words));
    this.news.hidden = false;
  }

  async drawAnew() {
    await this.autosave.flush();
    location.reload();
  }
}

function item(words) {
  const made = document.createElement("li");
  made.textContent = words;
  return made;
}

export function startTogether(form, autosave) {
  if (form.dataset.hereUrl) new Together(form, autosave).start();
}
