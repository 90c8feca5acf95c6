// Draws today's cards from this device's store, when the network is away. Everything goes in as text.
import { forgetEverything, keptCards, put, whenGone } from "./kept.js";
import { itemOf, noteOnCard, press } from "./taps.js";
import { goAtEvening } from "./today.js";

const NONE = "There is no network, and no cards are kept on this device. Open this page again when there is a network.";
const GONE = "The cards are no longer on this device. Sign in again when there is a network.";
const clock = (ms) => new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function make(tag, className, text, more = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  Object.entries(more).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

const shape = (name) => document.querySelector(`template[data-shape=${name}]`).content.cloneNode(true);

// The lesson that is on, the next one, or the last.
function lessonNow(lessons) {
  const now = clock(Date.now());
  const at = lessons.findIndex((lesson) => now < lesson.ends);
  return at < 0 ? Math.max(lessons.length - 1, 0) : at;
}

function safetyBox(card, place) {
  const id = `safety-${place}`;
  const box = make("section", "sp-safety", "", { "aria-labelledby": id });
  const title = make("h3", "sp-safety__title", "", { id });
  title.append(shape("shield"), `Keep ${card.name} safe`);
  const list = make("ul", "sp-safety__list");
  for (const line of card.safety) {
    const item = make("li", "sp-safety__item");
    const facts = make("dl");
    if (line.signs) facts.append(make("dt", "", "Look for"), make("dd", "", line.signs));
    facts.append(make("dt", "", "Do this"), make("dd", "sp-safety__do", line.action));
    item.append(make("p", "sp-safety__kind", line.kind), facts);
    list.append(item);
  }
  box.append(title, list);
  return box;
}

function strategyRow(told, lesson, card, strategy, id) {
  const row = make("li");
  row.append(make("span", "sp-taps__text", strategy.text, { id }));
  if (!card.may_tap) return row;
  const button = make("button", "sp-tap", "", {
    type: "button", "aria-pressed": String(strategy.used), "aria-describedby": id,
  });
  button.value = `${card.child}:${strategy.key}:${strategy.used ? "no" : "yes"}`;
  button.append(shape("tick"), make("span", "", "Used today"));
  button.addEventListener("click", async () => {
    const tap = button.value;
    const used = tap.endsWith(":yes");
    const about = { url: "/today/used", tap, group: lesson.group, day: told.day, starts: lesson.starts };
    press(button, used);
    strategy.used = used;
    await put(told.person, itemOf(about));
    await noteOnCard(about, used);
  });
  row.append(button);
  return row;
}

function cardOf(told, lesson, card, place) {
  const id = `child-${place}`;
  const section = make("section", "sp-card sp-class-card", "", { "aria-labelledby": id });
  section.append(make("h2", "sp-card__title", card.name, { id }));
  if (card.safety.length > 0) section.append(safetyBox(card, place));
  const list = make("ol", "sp-strategies sp-taps");
  card.strategies.forEach((strategy, n) =>
    list.append(strategyRow(told, lesson, card, strategy, `s-${place}-${n}`)));
  section.append(list);
  return section;
}

function steps(told, index, show) {
  const nav = make("nav", "sp-class-steps", "", { "aria-label": "Lessons" });
  for (const [at, words] of [[index - 1, "Previous lesson"], [index + 1, "Next lesson"]]) {
    const lesson = told.lessons[at];
    if (!lesson) continue;
    const button = make("button", "", "", { type: "button" });
    button.append(make("span", "govuk-visually-hidden", `${words}: `), `${lesson.hours} `,
      make("span", "sp-class-steps__name", lesson.name));
    button.addEventListener("click", () => show(at));
    nav.append(button);
  }
  return nav;
}

function confirmForm(told, asked) {
  const form = make("form", "sp-card");
  form.append(make("h2", "sp-card__title", `${asked.name} has a new plan: say what you will do`));
  asked.strategies.forEach(({ key, text }) => {
    const group = make("fieldset", "govuk-fieldset");
    group.append(make("legend", "govuk-fieldset__legend govuk-fieldset__legend--s", text));
    for (const [value, words] of [["yes", "I will do this"], ["no", "I cannot"]]) {
      const item = make("div", "govuk-radios__item");
      const id = `${value}-${asked.plan}-${key}`;
      item.append(make("input", "govuk-radios__input", "", { type: "radio", id, name: `can-${key}`, value, required: "" }),
        make("label", "govuk-label govuk-radios__label", words, { for: id }));
      group.append(item);
    }
    const id = `why-${asked.plan}-${key}`;
    group.append(make("label", "govuk-label", "If you cannot, why?", { for: id }),
      make("textarea", "govuk-textarea", "", { id, name: `why-${key}`, rows: "2" }));
    form.append(group);
  });
  form.append(make("button", "govuk-button", "Tell the SENCO", { type: "submit" }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const url = `/today/confirm/${asked.plan}`;
    const body = { ...Object.fromEntries(new FormData(form)), version: String(asked.version) };
    await put(told.person, { url, slot: url, body });
    form.replaceChildren(make("p", "govuk-body", "Kept on this device. It will be sent when there is a network.", { role: "status" }));
  });
  return form;
}

function draw(page, { about, told }, index) {
  const lesson = told.lessons[index];
  page.querySelector("[data-heading]").textContent = lesson ? lesson.name : "Today’s cards";
  page.querySelector("[data-status]").textContent = `Offline: cards as at ${clock(about.asAt)}. They stay on this device until ${clock(about.expiresAt)}.`;
  page.querySelector("[data-actions]").hidden = false;
  const place = page.querySelector("[data-cards]");
  place.replaceChildren();
  if (!lesson) return place.append(make("p", "govuk-body", "There are no lessons on your timetable today."));
  const where = [lesson.slot, lesson.subject, lesson.room].filter(Boolean).join(" · ");
  place.append(make("p", "sp-heading__lead", where), steps(told, index, (at) => draw(page, { about, told }, at)));
  lesson.cards.forEach((card, n) => place.append(cardOf(told, lesson, card, n)));
  if (lesson.cards.length === 0) place.append(make("p", "govuk-body", "No child in this class has a plan."));
  return told.asked.slice(0, 1).forEach((asked) => place.append(confirmForm(told, asked)));
}

function clear(page, words) {
  page.querySelector("[data-heading]").textContent = "Today’s cards";
  page.querySelector("[data-status]").textContent = words;
  page.querySelector("[data-actions]").hidden = true;
  page.querySelector("[data-cards]").replaceChildren();
}

export async function startOfflineCards() {
  const page = document.querySelector("[data-offline-cards]");
  if (!page) return;
  whenGone(() => clear(page, GONE));
  window.addEventListener("online", () => location.replace("/today"));
  page.querySelector("[data-forget]").addEventListener("click", async () => {
    await forgetEverything();
    clear(page, GONE);
  });
  const kept = await keptCards().catch(() => null);
  if (!kept) return clear(page, NONE);
  const late = setInterval(async () => {
    if (await keptCards()) return;
    clearInterval(late);
    clear(page, GONE);
  }, 20000);
  await goAtEvening();
  draw(page, kept, lessonNow(kept.told.lessons));
}
