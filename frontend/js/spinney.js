// The one script of every page. Pages work without it; each module below only improves what is
// already there. Autosave comes with the rest, not on demand: it must be awake before a network
// that has just brought the page is lost again.
import * as govuk from "./govuk-frontend.js";
import { startAlone } from "./alone.js";
import { startAutosave } from "./autosave.js";
import { startBank } from "./bank.js";
import { startCarried } from "./carried.js";
import { startCoach } from "./coach.js";
import { startBeside } from "./beside.js";
import { startCover } from "./privacy.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menu.js";
import { startNext } from "./next.js";
import { startPaste } from "./paste.js";
import { startSearch } from "./search.js";
import { startLeaving } from "./leaving.js";
import { startTicks } from "./ticks.js";
import { startTree } from "./tree.js";
import { startOfflineCards } from "./offline-cards.js";
import { startTaps } from "./taps.js";
import { startToday } from "./today.js";
import { startRecording } from "./record.js";
import { startReview, startReviewGrid } from "./review.js";
import { startTogether } from "./together.js";
import { startUndo } from "./undo.js";

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

startBeside();
startRecording();
startKeys();
startMenus();
startSearch();
startCover();
startTaps();
startToday(); // before leaving: signing out first clears the cards from the device
startLeaving();
startOfflineCards();
document.querySelectorAll("form[data-ticks]").forEach(startTicks);
document.querySelectorAll("[data-tree]").forEach(startTree);
document.querySelectorAll("form[data-review-form]").forEach(startReview);
document.querySelectorAll("form[data-review-grid]").forEach(startReviewGrid);
startBank();
startCoach();
startPaste();
document.querySelectorAll("form[data-autosave-url]").forEach((form) => {
  const autosave = startAutosave(form);
  startAlone(form);
  startUndo(form, autosave);
  startTogether(form, autosave);
  startNext(form, autosave);
  startCarried(form);
});
