// Leaving takes two forms: signing out, and any form marked data-after-autosave (publish, say).
// Both first wait for the words of this page to be saved. On a shared computer nothing may stay
// behind, so signing out clears this person's words from the device, and asks when some are unsaved.
import { anythingUnsaved, flushAll, forgetPerson } from "./queue.js";

const QUESTION = "Some words on this device are not saved yet. Sign out and lose them?";
const NOT_YET = "Some words are not saved yet. Wait for “Saved”, then try again.";

function hold(form, decide) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.cleared || !anythingUnsaved(form.dataset.person)) return decide(true);
    event.preventDefault();
    const button = event.submitter;
    await flushAll();
    // A form ignores requestSubmit() while its first submit event is still being told around.
    await new Promise((resolve) => setTimeout(resolve));
    if (!decide(!anythingUnsaved(form.dataset.person))) return undefined;
    form.dataset.cleared = "yes";
    form.requestSubmit(button);
    return undefined;
  });
}

export function startLeaving() {
  document.querySelectorAll("form[data-sign-out]").forEach((form) =>
    hold(form, (saved) => {
      if (!saved && !window.confirm(QUESTION)) return false;
      forgetPerson(form.dataset.person);
      return true;
    }),
  );
  document.querySelectorAll("form[data-after-autosave]").forEach((form) =>
    hold(form, (saved) => {
      if (!saved) window.alert(NOT_YET);
      return saved;
    }),
  );
}
