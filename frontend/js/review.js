// Reviews. The grid: one result for all, then the exceptions, without leaving the keyboard. Both the
// grid and the page of one plan save by themselves; without script each has its own Save button.
import { Cells } from "./grid-cells.js";
import { onKey, shortcutsOn } from "./keys.js";

const WAIT = 500;
// A row's letter leads to it. Left out are keys that mean something else here or on every page.
const LETTERS = "abcdfghilmnoqrstvwxyz";
const RESULTS = ["met", "partly", "not_met", "not_tried"];
const NOT_CONNECTED = "Not saved yet: no connection. Your work is still on this page.";

// Sends what `body` makes, a moment after the last change; a change while sending is sent next.
function saver(form, note, body, heard) {
  let timer = 0;
  let sending = false;
  let again = false;
  let later = false; // a change came after what is being sent: that is not saved yet
  async function send() {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    later = false;
    const data = body();
    data.set("act", "save");
    data.set("partial", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, redirect: "error" });
      const told = await answer.json();
      const trouble = heard(told, data) || (answer.ok ? "" : told.message);
      if (trouble || !later) note.textContent = trouble || `Saved ${told.saved_at}`;
    } catch {
      heard(null, data);
      note.textContent = NOT_CONNECTED;
    }
    sending = false;
    if (again) {
      again = false;
      send();
    }
  }
  return {
    soon() {
      clearTimeout(timer);
      later = true;
      note.textContent = "Saving";
      timer = setTimeout(send, WAIT);
    },
    stop: () => clearTimeout(timer),
  };
}

// What this page has seen of each outcome. The server takes nothing of another person's away unseen.
function sawIn(form, prefix, told) {
  for (const [name, mark] of Object.entries(told?.seen ?? {})) form.elements[prefix + name].value = mark;
}

const ONE_PLAN = /^(result|words|next_step|title|target|ladder|judged_from|seen)-/;

export function startReview(form) {
  const note = form.querySelector("[data-review-note]");
  if (!note) return;
  // Only the outcomes that were touched are sent, so that two people at one review keep each other's work.
  const touched = new Set();
  const lineOf = (name) => name.slice(name.indexOf("-") + 1);
  const body = () => {
    const data = new FormData(form);
    for (const name of [...data.keys()]) {
      const ours = ONE_PLAN.test(name) && touched.has(lineOf(name));
      if (!ours && name !== "csrfmiddlewaretoken") data.delete(name);
    }
    data.lines = [...touched];
    touched.clear();
    return data;
  };
  const heard = (told, data) => {
    if (told === null || told.errors) data.lines.forEach((line) => touched.add(line));
    sawIn(form, "seen-", told);
    return "";
  };
  const save = saver(form, note, body, heard);
  form.addEventListener("input", (event) => {
    if (!ONE_PLAN.test(event.target.name)) return;
    touched.add(lineOf(event.target.name));
    save.soon();
  });
  window.addEventListener("online", () => touched.size && save.soon());
  form.addEventListener("submit", save.stop);
}

const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
const valueOf = (row) => radios(row).find((radio) => radio.checked)?.value ?? "";
const wordsOf = (row) => row.querySelector("input.govuk-input");
const seenOf = (row) => row.querySelector("input[type=hidden]");

const stateOf = (row) => ({ result: valueOf(row), words: wordsOf(row).value });
const isSame = (row, { result, words }) => valueOf(row) === result && wordsOf(row).value === words;
const nameOf = (row) => radios(row)[0].name.slice("result.".length);
const cellOf = (row, part) => (part === "words" ? wordsOf(row) : radios(row)[0]).closest("td");
const checked = (row) => radios(row).find((radio) => radio.checked) ?? radios(row)[0];
const shown = (row, part) =>
  part === "words" ? wordsOf(row).value : valueOf(row) && checked(row).parentElement.textContent.trim();

function setRow(row, { result, words }) {
  const here = radios(row).includes(document.activeElement);
  for (const radio of radios(row)) radio.checked = radio.value === result;
  if (here) checked(row).focus();
  wordsOf(row).value = words;
}

export function startReviewGrid(form) {
  const rows = [...form.querySelectorAll("[data-grid-row]")];
  const note = form.querySelector("[data-review-note]");
  if (rows.length === 0) return;
  const past = [];
  const waiting = new Set();
  const before = new Map(rows.map((row) => [row, stateOf(row)]));
  const cells = new Cells({
    form, rows, stateOf, isSame, nameOf, cellOf, shown, change, undo, goTo, at: () => at, isTyped: () => typed,
    say: (words) => {
      note.textContent = words;
    },
  });
  let at = 0;
  let all = false;
  let typed = false; // in the field that has the focus, since the last change of the grid's own

  const save = saver(form, note, changedRows, heard);

  function changedRows() {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const row of waiting) {
      data.set(radios(row)[0].name, valueOf(row));
      data.set(wordsOf(row).name, wordsOf(row).value);
      data.set(seenOf(row).name, seenOf(row).value);
    }
    data.rows = [...waiting];
    waiting.clear();
    return data;
  }

  function heard(told, data) {
    if (told === null) {
      for (const row of data.rows) waiting.add(row);
      return "";
    }
    sawIn(form, "seen.", told);
    if (!told.faults?.length) return "";
    return `Not all rows were saved. ${told.faults[0].words}`;
  }

  function change(changes) {
    past.push(changes.map(([row]) => [row, stateOf(row)]));
    cells.changed();
    apply(changes);
  }

  function apply(changes) {
    for (const [row, state] of changes) {
      setRow(row, state);
      before.set(row, state);
      waiting.add(row);
    }
    typed = false;
    save.soon();
  }

  const withResult = (row, result) => [row, { ...stateOf(row), result }];

  function goTo(index, part = "result") {
    at = Math.max(0, Math.min(rows.length - 1, index));
    rows.forEach((row, n) => row.classList.toggle("sp-marks__here", n === at));
    if (part) {
      (part === "words" ? wordsOf(rows[at]) : checked(rows[at])).focus();
      rows[at].scrollIntoView({ block: "nearest" });
    }
  }

  function setOne(value) {
    if (all) {
      all = false;
      setAll(value);
      return;
    }
    change([withResult(rows[at], value)]);
    if (value === "not_tried") wordsOf(rows[at]).focus();
    else goTo(at + 1);
  }

  function setAll(value) {
    change(rows.map((row) => withResult(row, value)));
    note.textContent = "Set for all";
  }

  function undo() {
    const changes = past.pop();
    cells.changed();
    if (changes) apply(changes);
    note.textContent = changes ? "Undone" : "There is nothing to undo";
  }

  function record() {
    save.stop();
    form.requestSubmit(form.querySelector("[data-grid-record]"));
  }

  RESULTS.forEach((value, n) => {
    const words = radios(rows[0])[n + 1].parentElement.textContent.trim();
    onKey(String(n + 1), `${words}, and go on`, () => setOne(value));
  });
  onKey("0", "Then 1 to 4: set all rows", () => {
    all = true;
    note.textContent = "Press 1 to 4 to set every row";
  });
  onKey("j", "Next row", () => goTo(at + 1));
  onKey("k", "Row before", () => goTo(at - 1));
  onKey("u", "Undo", undo);
  rows.forEach((row, n) => {
    const letter = LETTERS[n];
    if (!letter) return;
    const cap = document.createElement("kbd");
    cap.className = "sp-marks__letter";
    cap.textContent = letter;
    cap.setAttribute("aria-hidden", "true");
    row.querySelector("th").prepend(cap);
    onKey(letter, `Row ${n + 1}`, () => goTo(n));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      record();
    }
  });
  form.addEventListener("keydown", (event) => {
    if (!event.target.closest("[data-grid-row]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!step || event.target.matches("a")) return;
    event.preventDefault();
    if (event.target.matches(".govuk-input") && event.key !== "Enter") return;
    goTo(at + step);
  });
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-grid-row]");
    if (row) goTo(rows.indexOf(row), "");
  });
  // By pointer, by typing and by the radio's own arrow keys: the value is changed already, so what it was is kept
  // apart.
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-grid-row]");
    if (!row) return;
    past.push([[row, before.get(row)]]);
    before.set(row, stateOf(row));
    cells.changed();
    typed = false;
    waiting.add(row);
    save.soon();
  });
  form.addEventListener("input", (event) => {
    typed ||= event.target.matches(".govuk-input");
  });
  form.querySelector("[data-grid-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const value = form.querySelector("#for_all").value;
    const open = rows.filter((row) => valueOf(row) === "");
    change(open.map((row) => withResult(row, value)));
  });
  window.addEventListener("online", () => waiting.size && save.soon());
  form.addEventListener("submit", save.stop);
  cells.start();
  form.querySelector("[data-grid-help]").hidden = !shortcutsOn();
  goTo(0, "");
}
