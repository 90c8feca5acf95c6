// Ctrl+Enter: save this field and go to the next, from section to section. After the last one it goes
// to "Check and publish". One listener for the whole form.
import { tellCombination } from "./keys.js";

const CONTROLS = "textarea, select, input:not([type=hidden])";

function firstOf(holder) {
  if (!holder.dataset.kind) return holder;
  return holder.querySelector("input:checked") ?? holder.querySelector(CONTROLS);
}

const inSight = (control) => control && control.getClientRects().length > 0;

export function startNext(form, autosave) {
  tellCombination("Ctrl + Enter", "Save and go to the next field");
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const here = event.target.closest("[data-autosave]");
    if (!here) return;
    event.preventDefault();
    autosave.left(event.target);
    const all = [...form.querySelectorAll("[data-autosave]")];
    const next = all.slice(all.indexOf(here) + 1).map(firstOf).find(inSight);
    (next ?? document.querySelector("form[data-after-autosave] button"))?.focus();
  });
}
