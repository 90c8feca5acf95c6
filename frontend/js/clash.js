// Two people changed the same words. Both versions stay on the page until a person chooses; nothing
// is sent or thrown away before that. All text is set as text, never as HTML.
const shown = (value) => (Array.isArray(value) ? value.join(", ") : String(value)) || "(empty)";
const panels = new WeakMap();

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function side(whose, value) {
  const box = element("div", "sp-clash__side");
  box.append(element("p", "sp-clash__whose", whose), document.createTextNode(shown(value)));
  return box;
}

function button(text, act) {
  const made = element("button", "govuk-button govuk-button--secondary", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export function removeClash(place) {
  panels.get(place)?.remove();
  panels.delete(place);
}

// Stands after `place`. `mine` is a function: while the panel is open, the person may type on. The server
// may add texts for values that are codes or ids: `yours_text`, `theirs_text`.
export function clashPanel(place, { mine, joins, yours, theirs, their_name: name, ...texts }, choose) {
  removeClash(place);
  const panel = element("section", "sp-clash");
  panel.setAttribute("aria-label", "Two versions of the same words");
  panel.append(element("p", "sp-clash__title", `${name} also changed this. Both versions are kept.`));
  const sides = element("div", "sp-clash__sides");
  sides.append(side("Your words", texts.yours_text ?? yours ?? mine()));
  sides.append(side(`${name}’s words`, texts.theirs_text ?? theirs));
  const row = element("div", "sp-button-row");
  row.append(button("Keep mine", () => choose(mine())));
  row.append(button("Keep theirs", () => choose(theirs)));
  if (joins) row.append(button("Keep both", () => choose(`${theirs}\n\n${mine()}`)));
  panel.append(sides, row);
  place.after(panel);
  panels.set(place, panel);
}

// Undo left something alone: what stands, and what stood before, to be read and copied.
export function leftAlonePanel(place, { words, standing, earlier }) {
  removeClash(place);
  const panel = element("section", "sp-clash");
  panel.setAttribute("aria-label", "Not taken back");
  panel.append(element("p", "sp-clash__title", words));
  if (standing || earlier) {
    const sides = element("div", "sp-clash__sides");
    sides.append(side("In the draft now", standing), side("Before your change", earlier));
    panel.append(sides);
  }
  const row = element("div", "sp-button-row");
  row.append(button("Close", () => removeClash(place)));
  panel.append(row);
  place.after(panel);
  panels.set(place, panel);
}

// Words for a line that is no longer on the page. They are shown to be copied, and stay on this
// device until the person lets them go.
export function strayPanel(place, { value, message }, discard) {
  const panel = element("section", "sp-clash");
  panel.setAttribute("aria-label", "Words that have no place any more");
  panel.append(element("p", "sp-clash__title", message), side("Your words", value));
  const row = element("div", "sp-button-row");
  const letGo = () => {
    panel.remove();
    discard();
  };
  row.append(button("Let these words go", letGo));
  panel.append(row);
  place.after(panel);
}
