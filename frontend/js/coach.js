// Brings the coach's notes up to date after words are saved, and puts an offered sentence into its
// field. It types like a person does: the field's own autosave does the saving. Without this script
// the notes are those of the page's last load, and "Check this plan" lists them all.
//
// <div data-coach-line="LINE" data-coach-url="…" data-coach-name="Need 1" data-coach-count="2">
const PAUSE_MS = 1500;
const QUIET_MS = 4000; // Between two announcements: nobody wants one with every word.

class Coach {
  constructor(boxes, note) {
    this.boxes = boxes;
    this.note = note;
    this.url = boxes[0].dataset.coachUrl;
    this.changed = new Set();
    this.closed = new Set();
    this.waiting = new Map();
    this.drawn = new Map();
  }

  start() {
    this.voice = document.createElement("p");
    this.voice.className = "govuk-visually-hidden";
    this.voice.setAttribute("role", "status"); // polite: it waits for a pause
    this.boxes[0].closest("form").after(this.voice);
    const form = this.boxes[0].closest("form");
    form.addEventListener("input", (event) => this.typed(event.target));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("toggle", (event) => this.toggled(event.target), true);
    form.addEventListener("focusout", () => setTimeout(() => this.drawWaiting()));
    // The note is where autosave speaks: "saved" means that the server has the words.
    new MutationObserver(() => {
      if (this.note.dataset.state === "saved") this.soon();
    }).observe(this.note, { attributes: true, attributeFilter: ["data-state"] });
  }

  typed(target) {
    const line = target.closest("[data-line]")?.dataset.line;
    if (line) this.changed.add(line);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), PAUSE_MS);
  }

  async refresh() {
    try {
      const answer = await fetch(this.url, {
        credentials: "same-origin",
        redirect: "manual",
        headers: { Accept: "application/json" },
      });
      // Advice can wait: after the next save it is asked for again.
      if (answer.ok) this.draw((await answer.json()).lines);
    } catch {
      // No network. Autosave says so already.
    }
  }

  draw(lines) {
    for (const box of this.boxes) {
      const { html, count } = lines[box.dataset.coachLine] ?? { html: "", count: 0 };
      if (this.drawn.get(box) === html) continue;
      this.drawn.set(box, html);
      const before = Number(box.dataset.coachCount);
      box.dataset.coachCount = count;
      // What a person is pointing at with the keyboard is not taken from under their fingers.
      if (box.contains(document.activeElement)) this.waiting.set(box, html);
      else this.put(box, html);
      if (before !== count && this.changed.has(box.dataset.coachLine)) this.say(box, count);
    }
    this.changed.clear();
  }

  put(box, html) {
    this.waiting.delete(box);
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const outer = fresh.content.querySelector("details");
    if (outer && this.closed.has(box)) outer.open = false;
    box.replaceChildren(fresh.content);
  }

  drawWaiting() {
    for (const [box, html] of this.waiting) {
      if (!box.contains(document.activeElement)) this.put(box, html);
    }
  }

  toggled(details) {
    const box = details.closest("[data-coach-line]");
    if (!box || details.parentElement !== box) return;
    if (details.open) this.closed.delete(box);
    else this.closed.add(box);
  }

  say(box, count) {
    const words = { 0: "no suggestions", 1: "1 suggestion" }[count] ?? `${count} suggestions`;
    clearTimeout(this.saying);
    const wait = Math.max(0, (this.said ?? 0) + QUIET_MS - Date.now());
    this.saying = setTimeout(() => {
      this.said = Date.now();
      this.voice.textContent = `${box.dataset.coachName}: ${words}`;
    }, wait);
  }

  clicked(event) {
    const button = event.target.closest("[data-coach-use]");
    if (!button) return;
    const { forLine, forField, words } = button.dataset;
    const place = `[data-line="${CSS.escape(forLine)}"][data-field="${CSS.escape(forField)}"]`;
    const holder = document.querySelector(`[data-autosave]${place}`);
    if (!holder?.matches("textarea, input")) return;
    holder.focus();
    holder.select();
    // The browser's own way of typing keeps its undo; where there is none the value is set.
    if (!document.execCommand?.("insertText", false, words) || holder.value !== words) {
      holder.value = words;
      holder.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const gap = words.match(/\[[^\]]+\]/);
    if (gap) holder.setSelectionRange(gap.index, gap.index + gap[0].length);
  }
}

export function startCoach() {
  const boxes = [...document.querySelectorAll("[data-coach-line]")];
  const note = document.querySelector("[data-saved-note]");
  if (boxes.length && note) new Coach(boxes, note).start();
}
