// Two letters and Enter open a child. The plain form still posts to /search; here it becomes an
// ARIA combobox whose options the server draws (/search?q=..&partial=1), so that who may be found
// is decided in one place and never in the browser.
import { onKey } from "./keys.js";

const WAIT_MS = 120;

class Search {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-list`;
    this.list.className = "sp-search__list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Search results");
    this.list.hidden = true;
    this.said = document.createElement("p");
    this.said.className = "govuk-visually-hidden";
    this.said.setAttribute("role", "status");
    form.append(this.list, this.said);
    const roles = {
      "role": "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    Object.entries(roles).forEach(([name, value]) => this.input.setAttribute(name, value));
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT_MS);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // mousedown, not click: a click comes after the blur that closes the list.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.open(event.target.closest("[role=option]"));
    });
  }

  async ask() {
    const words = this.input.value.trim();
    this.asked?.abort();
    if (words.length < 2) return this.close();
    this.asked = new AbortController();
    const query = new URLSearchParams({ q: words, partial: "1" });
    try {
      const answer = await fetch(`${this.form.action}?${query}`, {
        signal: this.asked.signal,
        redirect: "error",
        headers: { "X-Requested-With": "fetch" },
      });
      if (answer.ok) this.show(await answer.text(), words);
      else this.close();
    } catch {
      // Cut short by newer letters, offline or signed out: the plain form still works.
      if (!this.asked.signal.aborted) this.close();
    }
    return undefined;
  }

  show(html, words) {
    if (words !== this.input.value.trim() || document.activeElement !== this.input) return;
    this.list.innerHTML = html;
    this.shownFor = words;
    const count = this.options().length;
    this.list.hidden = count === 0;
    this.input.setAttribute("aria-expanded", String(count > 0));
    this.said.textContent = count === 0 ? "No results" : `${count} ${count === 1 ? "result" : "results"}`;
    this.choose(-1);
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.shownFor = "";
    this.said.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
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
    else if (event.key === "ArrowUp" && count) this.choose((Math.max(this.at, 0) - 1 + count) % count);
    // A browser empties a search box on Escape; here Escape never takes words away.
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && count && this.shownFor === this.input.value.trim())
      this.open(this.options()[Math.max(this.at, 0)]);
    else return;
    event.preventDefault();
  }

  open(option) {
    if (option) location.assign(option.dataset.href);
  }
}

export function startSearch() {
  const form = document.querySelector("form[data-search]");
  if (!form) return;
  const search = new Search(form);
  onKey("/", "Search", () => {
    search.input.focus();
    search.input.select();
  });
}
