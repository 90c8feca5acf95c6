// "From the bank" in the editor: a dialog with type-ahead. The button is an ordinary one that leads to
// a page with the same list; here it opens in place. What is offered, and in what order, the server
// decides (?q=..&partial=1). Enter takes the first, or the one the arrows have reached.
import { flushAll } from "./queue.js";

const WAIT_MS = 80;
const ARRIVED = "spinney.bank.arrived";
const NOT_NOW = "The bank cannot be reached just now. Your draft is safe; try again.";
const BLANK = /\[[a-z][a-z ,'’-]{0,40}\]/;

class Picker {
  constructor(button) {
    this.address = button.dataset.bank;
    this.draft = button.form;
    this.dialog = document.createElement("dialog");
    this.dialog.className = "sp-dialog sp-picker";
    this.dialog.setAttribute("aria-labelledby", "bank-title");
    this.dialog.innerHTML = `
      <h2 id="bank-title"></h2>
      <label class="govuk-label" for="bank-words">Words, such as “phonics” or “calm”</label>
      <input class="govuk-input" id="bank-words" type="search" maxlength="100" autocomplete="off" spellcheck="false"
        role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="bank-options">
      <ul class="sp-picker__list" id="bank-options" role="listbox" aria-label="Entries of the bank"></ul>
      <p class="sp-picker__said" role="status"></p>
      <div class="sp-button-row">
        <a class="govuk-link">See all with their details</a>
        <button type="button" class="govuk-button govuk-button--secondary">Close</button>
      </div>`;
    this.dialog.querySelector("h2").textContent = `From the bank: ${button.dataset.bankName}`;
    this.input = this.dialog.querySelector("input");
    this.list = this.dialog.querySelector("ul");
    this.said = this.dialog.querySelector("[role=status]");
    this.dialog.querySelector("a").href = this.address;
    this.listen();
    document.body.append(this.dialog);
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT_MS);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.dialog.querySelector("button").addEventListener("click", () => this.dialog.close());
    // Words of the draft go first: the list is another page.
    this.dialog.querySelector("a").addEventListener("click", (event) => this.leave(event));
  }

  open() {
    this.input.value = "";
    this.dialog.showModal();
    this.input.focus();
    return this.ask();
  }

  async leave(event) {
    event.preventDefault();
    await flushAll();
    location.assign(this.address);
  }

  async ask() {
    const words = this.input.value.trim();
    this.asked?.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    const query = new URLSearchParams({ q: words, partial: "1" });
    try {
      const answer = await fetch(`${this.address}?${query}`, { signal, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      this.show(await answer.text(), words);
    } catch {
      if (!signal.aborted) this.show("", words, NOT_NOW);
    }
  }

  show(html, words, trouble = "") {
    if (words !== this.input.value.trim()) return;
    this.list.innerHTML = html;
    this.shownFor = words;
    const total = Number(this.list.querySelector("[data-total]")?.dataset.total ?? 0);
    const count = this.options().length;
    this.list.querySelector("[data-total]")?.remove();
    this.input.setAttribute("aria-expanded", String(count > 0));
    this.said.textContent = trouble || this.told(count, total);
    this.choose(count ? 0 : -1);
  }

  told(count, total) {
    if (!total) return "No entry matches. Use fewer words.";
    return total > count ? `The first ${count} of ${total}. Type to narrow them.` : `${total} found.`;
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  choose(at) {
    this.at = at;
    this.input.removeAttribute("aria-activedescendant");
    this.options().forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
      if (index !== at) return;
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  key(event) {
    const count = this.options().length;
    if (event.key === "ArrowDown" && count) this.choose((this.at + 1) % count);
    else if (event.key === "ArrowUp" && count) this.choose((this.at - 1 + count) % count);
    else if (event.key === "Enter") this.enter();
    else return;
    event.preventDefault();
  }

  // Enter straight after the last letter waits for the list that belongs to it.
  async enter() {
    if (this.shownFor !== this.input.value.trim()) {
      clearTimeout(this.timer);
      await this.ask();
    }
    this.take(this.options()[this.at]);
  }

  async take(option) {
    if (!option || this.taking) return;
    this.taking = true;
    await flushAll();
    sessionStorage.setItem(ARRIVED, "yes");
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: this.address, hidden: true });
    const token = this.draft.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of [["csrfmiddlewaretoken", token], ["code", option.dataset.code]]) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(form);
    form.submit();
  }
}

// Back in the draft on the new line: the first blank is selected, so that typing fills it in.
function arrive() {
  if (!sessionStorage.getItem(ARRIVED)) return;
  sessionStorage.removeItem(ARRIVED);
  if (!/^#line-[0-9a-f-]+$/.test(location.hash)) return;
  const line = document.querySelector(location.hash);
  const boxes = [...(line?.querySelectorAll("textarea, input[type=text]") ?? [])];
  const box = boxes.find((one) => BLANK.test(one.value));
  if (!box) {
    line?.querySelector("h3")?.focus();
    return;
  }
  const { index, 0: blank } = BLANK.exec(box.value);
  box.focus();
  box.setSelectionRange(index, index + blank.length);
}

export function startBank() {
  const buttons = document.querySelectorAll("button[data-bank]");
  if (!buttons.length) return;
  const pickers = new Map();
  buttons.forEach((button) =>
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (!pickers.has(button)) pickers.set(button, new Picker(button));
      pickers.get(button).open();
    }),
  );
  // After the browser has gone to the line itself, which takes the focus off whatever had it.
  const soon = () => setTimeout(arrive);
  if (document.readyState === "complete") soon();
  else window.addEventListener("load", soon, { once: true });
}
