// 'Used today' in one tap: the button answers at once, and the tap is sent now or when there is a
// network. Without this script the same button sends its form.
import { canKeep, changeKept, put } from "./kept.js";
import { flush } from "./send-later.js";

const LATER = "Kept on this device. It will be sent when there is a network.";

export function press(button, used) {
  const [child, key] = button.value.split(":");
  button.value = `${child}:${key}:${used ? "no" : "yes"}`;
  button.setAttribute("aria-pressed", String(used));
}

export function itemOf({ url, tap, group, day, starts }) {
  const [child, key] = tap.split(":");
  return { url, slot: [child, key, group, day, starts].join(":"), body: { tap, group, day, starts } };
}

// The device's own copy of the card shows the tap too, for when the network goes.
export const noteOnCard = ({ tap, group, starts }, used) =>
  changeKept((told) => {
    const [child, key] = tap.split(":");
    const at = (lesson) => lesson.group === group && lesson.starts === starts;
    for (const lesson of told.lessons.filter(at)) {
      for (const card of lesson.cards.filter((each) => each.child === child)) {
        for (const strategy of card.strategies.filter((s) => s.key === key)) strategy.used = used;
      }
    }
  }).catch(() => {});

function say(form, words) {
  let place = form.querySelector("[data-tap-said]");
  if (!place) {
    place = document.createElement("p");
    place.className = "govuk-body sp-tap-said";
    place.dataset.tapSaid = "";
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.textContent = words;
}

export function startTaps() {
  document.querySelectorAll("form[data-taps]").forEach((form) => {
    if (!canKeep()) return;
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.name !== "tap") return;
      event.preventDefault();
      tapped(form, button);
    });
  });
}

async function tapped(form, button) {
  const tap = button.value;
  const used = tap.endsWith(":yes");
  const field = (name) => form.elements[name]?.value ?? "";
  const told = { url: form.getAttribute("action"), tap, group: field("group"), day: field("day"), starts: field("starts") };
  press(button, used);
  await put(form.dataset.person, itemOf(told));
  await noteOnCard(told, used);
  let refused = "";
  const sent = await flush(form.dataset.person, (words, item) => {
    if (item.body.tap === tap) refused = words;
  });
  if (refused) press(button, !used);
  say(form, refused || (sent ? "" : LATER));
}
