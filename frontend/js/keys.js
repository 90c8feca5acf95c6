// Single-key shortcuts. One register, so that `?` can list what works on this very page, and so
// that they can all be turned off together: speech input types letters by accident (WCAG 2.1.4).
const OFF = "spinney.shortcuts.off";
const register = new Map();

export const shortcutsOn = () => localStorage.getItem(OFF) === null;

export function onKey(key, label, act) {
  register.set(key, { label, act });
}

// Combinations with Ctrl cannot be typed by accident, so they are only listed here and always work.
const combinations = new Map();

export function tellCombination(keys, label) {
  combinations.set(keys, { label });
}

export const isTyping = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])"));

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const shortcut = register.get(event.key);
  if (!shortcut || !shortcutsOn()) return;
  event.preventDefault();
  shortcut.act();
}

function followLink(selector, key, label) {
  const link = document.querySelector(selector);
  if (link && !register.has(key)) onKey(key, label, () => location.assign(link.href));
}

function listDialog() {
  const dialog = document.createElement("dialog");
  dialog.className = "sp-dialog";
  dialog.setAttribute("aria-labelledby", "shortcuts-title");
  dialog.innerHTML = `
    <h2 id="shortcuts-title">Keyboard shortcuts on this page</h2>
    <dl></dl>
    <label><input type="checkbox"> Use single-key shortcuts</label>
    <button type="button" class="govuk-button govuk-button--secondary">Close</button>`;
  const box = dialog.querySelector("input");
  box.checked = shortcutsOn();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  return dialog;
}

function showList(dialog) {
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  for (const [key, { label }] of [...register, ...combinations]) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap);
    const meaning = document.createElement("dd");
    meaning.textContent = label;
    list.append(term, meaning);
  }
  dialog.showModal();
}

export function startKeys() {
  followLink("a[rel~=next]:not([hidden]), link[rel~=next]", "j", "Next");
  followLink("a[rel~=prev]:not([hidden]), link[rel~=prev]", "k", "Previous");
  followLink("a[data-edit]", "e", "Edit");
  let dialog = null;
  const open = () => showList((dialog ??= listDialog()));
  onKey("?", "Show this list", open);
  // A way in without the key, which also turns the keys back on. Without script it leads to a page.
  document.querySelectorAll("[data-shortcuts]").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    }),
  );
  document.addEventListener("keydown", pressed);
}
