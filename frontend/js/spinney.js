// The one script of every page. Pages work without it; each module below only improves what is
// already there. Autosave comes with the rest, not on demand: it must be awake before a network
// that has just brought the page is lost again.
import * as govuk from "./govuk-frontend.js";
import { startAutosave } from "./autosave.js";
import { startCoach } from "./coach.js";
import { startCover } from "./privacy.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menu.js";
import { startSearch } from "./search.js";
import { startLeaving } from "./leaving.js";

// GOV.UK sets this class by an inline script, which our content security policy forbids.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}

const { Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload } = govuk;
const { NotificationBanner, PasswordInput, Radios, SkipLink } = govuk;
for (const Component of [
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload,
  NotificationBanner, PasswordInput, Radios, SkipLink,
]) {
  govuk.createAll(Component);
}

startKeys();
startMenus();
startSearch();
startCover();
startLeaving();
document.querySelectorAll("form[data-autosave-url]").forEach(startAutosave);
startCoach();
