// On a shared computer nothing may stay behind: signing out clears the words kept by autosave.
// It asks first when some of them have not reached the server.
import { anythingUnsaved, forgetEverything } from "./queue.js";

const QUESTION = "Some words on this device are not saved yet. Sign out and lose them?";

export function startSignOut() {
  document.querySelectorAll("form[data-sign-out]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      if (anythingUnsaved() && !window.confirm(QUESTION)) event.preventDefault();
      else forgetEverything();
    }),
  );
}
