// Reads and writes the value of a field, whether it is one control or a group of them, in the
// shapes a plan stores: text, ISO date, one choice, list of choices, yes or no.
const controls = (holder) => [...holder.querySelectorAll("input, select, textarea")];

const partsOf = (holder) =>
  ["day", "month", "year"].map((part) => holder.querySelector(`input[name$="-${part}"]`));

function readDate(holder) {
  const [day, month, year] = partsOf(holder).map((input) => input.value.trim());
  if (!day && !month && !year) return "";
  if (!day || !month || year.length < 4) return undefined; // Not yet a date: wait for the rest.
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

const readers = {
  date: readDate,
  one: (holder) => holder.querySelector("input:checked")?.value ?? "",
  many: (holder) => controls(holder).filter((box) => box.checked).map((box) => box.value),
};

const writers = {
  date: (holder, value) => {
    const [year, month, day] = value ? value.split("-") : ["", "", ""];
    partsOf(holder).forEach((input, at) => {
      input.value = [day, month, year][at].replace(/^0/, "");
    });
  },
  one: (holder, value) => controls(holder).forEach((radio) => (radio.checked = radio.value === value)),
  many: (holder, value) => controls(holder).forEach((box) => (box.checked = value.includes(box.value))),
};

export function readValue(holder) {
  if (holder.dataset.kind) return readers[holder.dataset.kind](holder);
  return holder.type === "checkbox" ? holder.checked : holder.value;
}

export function showValue(holder, value) {
  if (holder.dataset.kind) writers[holder.dataset.kind](holder, value);
  else if (holder.type === "checkbox") holder.checked = value;
  else if (holder.value !== value) holder.value = value;
}

// Typed before this script had arrived, on a slow line.
export function typedEarly(holder) {
  const all = holder.dataset.kind ? controls(holder) : [holder];
  return all.some((control) => {
    if (control.matches("select"))
      return [...control.options].some((option) => option.selected !== option.defaultSelected) &&
        [...control.options].some((option) => option.defaultSelected);
    if (control.matches("[type=checkbox], [type=radio]"))
      return control.checked !== control.defaultChecked;
    return control.value !== control.defaultValue;
  });
}

export const sameValue = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Where a message about a field belongs: right after the GOV.UK group that holds it.
export function placeAfter(holder) {
  return holder.closest(".govuk-form-group") ?? holder;
}

export function showRefusal(holder, message) {
  const place = placeAfter(holder);
  const id = `refusal-${holder.dataset.line}-${holder.dataset.field}`;
  document.getElementById(id)?.remove();
  const marked = holder.dataset.kind ? controls(holder) : [holder];
  marked.forEach((control) => {
    const ids = (control.getAttribute("aria-describedby") ?? "").split(" ");
    const others = ids.filter((other) => other && other !== id);
    const wanted = message ? [id, ...others] : others;
    if (wanted.length) control.setAttribute("aria-describedby", wanted.join(" "));
    else control.removeAttribute("aria-describedby");
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  });
  if (!message) return;
  const text = document.createElement("p");
  text.id = id;
  text.className = "sp-refusal";
  text.textContent = message;
  place.after(text);
}
