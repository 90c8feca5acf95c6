// Undo, by the button or by Ctrl+Z outside a field (inside one, the browser's own undo goes on working).
// What is still being typed is saved first, so that undo always means the last saved change.
import { leftAlonePanel, removeClash } from "./clash.js";
import { isTyping, tellCombination } from "./keys.js";
import { ask } from "./save.js";

const TROUBLE = "Could not undo just now. Nothing has changed; try again.";

class Undo {
  constructor(form, button, autosave) {
    this.form = form;
    this.button = button;
    this.autosave = autosave;
    this.place = button.parentElement;
  }

  start() {
    this.button.addEventListener("click", (event) => {
      event.preventDefault();
      this.undo();
    });
    this.form.addEventListener("spinney:saved", () => {
      this.button.hidden = false;
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
    tellCombination("Ctrl + Z", "Outside a field: undo your last change");
  }

  pressed(event) {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey)) return;
    if (event.shiftKey || event.altKey || isTyping(event.target) || this.button.hidden) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.undo();
  }

  async undo() {
    if (this.undoing) return;
    this.undoing = true;
    removeClash(this.place);
    await this.autosave.flush();
    try {
      const answer = await ask(this.form, this.button.dataset.undo, {});
      this.answered(answer.status, await answer.json());
    } catch {
      this.autosave.say("offline", TROUBLE);
    }
    this.undoing = false;
  }

  answered(status, body) {
    if (status === 200 && body.in_place) this.putBack(body);
    else if (status === 200) this.drawAnew(body.anchor);
    else if (status === 409) leftAlonePanel(this.place, body);
    else this.nothing(body.message);
  }

  putBack(body) {
    const holder = this.autosave.take(body);
    if (!holder) return this.drawAnew(body.anchor);
    holder.scrollIntoView({ block: "nearest" });
    this.autosave.say("saved", body.words);
    return undefined;
  }

  nothing(message) {
    this.button.hidden = true;
    this.autosave.say("ready", message ?? TROUBLE);
  }

  drawAnew(anchor) {
    history.replaceState(null, "", anchor);
    location.reload();
  }
}

export function startUndo(form, autosave) {
  const button = form.querySelector("[data-undo]");
  if (button) new Undo(form, button, autosave).start();
}
