// The review grid as a spreadsheet: choose a run of rows with Shift and an arrow, fill down, copy, and paste a
// block. What a paste means is read by the server, as for the page without script; here it is only put in.
import { tellCombination } from "./keys.js";

const NOT_READ = "Could not read the paste: no connection. Nothing has changed; paste again.";

const rowOf = (node) => (node instanceof Element ? node.closest("[data-grid-row]") : null);
const isWords = (node) => node.matches(".govuk-input");
// A spreadsheet ends what it copies with a new line.
const withoutEnd = (text) => text.replace(/\r?\n$/, "");
const oneCell = (text) => !/[\t\r\n]/.test(withoutEnd(text));
const cell = (text) => (/["\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export class Cells {
  constructor(grid) {
    this.grid = grid;
    this.form = grid.form;
    this.told = grid.form.querySelector("[data-paste-told]");
    this.clear();
  }

  start() {
    this.form.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    this.form.addEventListener("copy", (event) => this.copy(event));
    this.form.addEventListener("paste", (event) => this.paste(event));
    this.form.addEventListener("focusin", (event) => this.moved(event));
    this.told.querySelector("button").addEventListener("click", () => this.takeBack());
    tellCombination("Shift + ↓ or ↑", "Choose several rows");
    tellCombination("Ctrl + D", "Fill down from the first row chosen, or from the row above");
    tellCombination("Ctrl + V", "Paste a column or block from a spreadsheet, beginning at this row");
    tellCombination("Ctrl + Z", "Undo; a whole paste is one step");
  }

  // From `from` to `to`, both counted; `part` is which of the two columns.
  choose(from, to, part) {
    this.from = from;
    this.to = to;
    this.part = part;
    const [first, last] = this.ends();
    this.grid.rows.forEach((row, n) => {
      for (const name of ["result", "words"]) {
        const on = first !== last && n >= first && n <= last && name === part;
        this.grid.cellOf(row, name).classList.toggle("sp-marks__chosen", on);
      }
    });
  }

  clear() {
    this.choose(-1, -1, "");
  }

  ends() {
    return [Math.min(this.from, this.to), Math.max(this.from, this.to)];
  }

  several() {
    return this.from !== this.to;
  }

  moved(event) {
    const row = rowOf(event.target);
    const part = row && isWords(event.target) ? "words" : "result";
    if (!row || this.grid.rows.indexOf(row) !== this.to || part !== this.part) this.clear();
  }

  pressed(event) {
    const row = rowOf(event.target);
    if (!row || event.altKey || event.target.matches("a")) return;
    const act = this.actOf(event, this.grid.rows.indexOf(row), isWords(event.target) ? "words" : "result");
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  actOf(event, at, part) {
    const control = event.ctrlKey || event.metaKey;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const key = event.key.toLowerCase();
    if (step && event.shiftKey && !control) return () => this.extend(at, step, part);
    if (key === "d" && control && !event.shiftKey) return () => this.fillDown(at, part);
    if (key === "z" && control && !event.shiftKey && !this.grid.isTyped()) return () => this.grid.undo();
    if (event.key === "Escape" && this.several()) return () => this.clear();
    return null;
  }

  extend(at, step, part) {
    const from = this.several() && this.part === part ? this.from : at;
    const to = Math.max(0, Math.min(this.grid.rows.length - 1, at + step));
    this.choose(from, to, part);
    this.grid.goTo(to, part);
    const [first, last] = this.ends();
    this.grid.say(`${last - first + 1} rows chosen. Ctrl and D fills down.`);
  }

  fillDown(at, part) {
    const [first, last] = this.several() ? this.ends() : [at - 1, at];
    if (first < 0) {
      this.grid.say("There is no row above to fill from");
      return;
    }
    const value = this.grid.stateOf(this.grid.rows[first])[part];
    const below = this.grid.rows.slice(first + 1, last + 1);
    this.grid.change(below.map((row) => [row, { ...this.grid.stateOf(row), [part]: value }]));
  }

  copy(event) {
    if (!this.several() || !rowOf(event.target)) return;
    const [first, last] = this.ends();
    const rows = this.grid.rows.slice(first, last + 1);
    const told = rows.map((row) => cell(this.grid.shown(row, this.part)));
    event.clipboardData.setData("text/plain", told.join("\r\n"));
    event.preventDefault();
  }

  paste(event) {
    const row = rowOf(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!row || !text.trim()) return;
    const typed = isWords(event.target);
    if (typed && oneCell(text) && !this.several()) return;
    event.preventDefault();
    const [first, last] = this.several() ? this.ends() : [this.grid.rows.indexOf(row), -1];
    const fills = oneCell(text) && this.several();
    const lines = fills ? Array(last - first + 1).fill(withoutEnd(text)).join("\n") : text;
    this.read(lines, first, typed ? "words" : "result");
  }

  async read(text, first, part) {
    const { form, rows } = this.grid;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("act", "tell");
    data.set("partial", "1");
    data.set("text", text);
    data.set("part", part);
    data.set("start", this.grid.nameOf(rows[first]));
    for (const row of rows) data.append("order", this.grid.nameOf(row));
    try {
      const answer = await fetch(form.dataset.pasteUrl, { method: "POST", body: data, redirect: "error" });
      this.put(await answer.json());
    } catch {
      this.tell(NOT_READ, [], false);
    }
  }

  put({ rows, faults, message }) {
    if (message) {
      this.tell(message, [], false);
      return;
    }
    const byName = new Map(this.grid.rows.map((row) => [this.grid.nameOf(row), row]));
    const changes = rows.map(({ name, result, words }) => [byName.get(name), { result, words }]);
    const changed = changes.filter(([row, state]) => !this.grid.isSame(row, state));
    if (changed.length) this.grid.change(changed);
    this.clear();
    const lines = faults.map(({ line, value, words }) => `Line ${line}, “${value}”: ${words}`);
    this.tell(`${changed.length} ${changed.length === 1 ? "row" : "rows"} filled in.`, lines, changed.length > 0);
  }

  tell(words, lines, back) {
    this.told.hidden = false;
    this.told.querySelector("p").textContent = lines.length ? `${words} Nothing is changed for these lines:` : words;
    const items = lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    });
    this.told.querySelector("ul").replaceChildren(...items);
    this.told.querySelector("button").hidden = !back;
    // The keys lead back to the row, which keeps the focus.
    if (lines.length || !back) this.told.scrollIntoView({ block: "nearest" });
  }

  takeBack() {
    this.grid.undo();
    this.grid.goTo(this.grid.at());
  }

  // Another change came after: what was told of the paste stays, and only undo takes things back now.
  changed() {
    this.told.querySelector("button").hidden = true;
  }
}
