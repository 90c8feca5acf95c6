// The boxes of a long list. With script one box ticks the page, and the number of ticks is told.
// Without it each box is ticked by itself, and "all that match" is the form's own.
export function startTicks(form) {
  const boxes = [...form.querySelectorAll('tbody input[name="plan"]')];
  const count = form.querySelector("[data-ticks-count]");
  const head = form.querySelector("thead th");
  if (!boxes.length || !count || !head) return;
  const every = document.createElement("input");
  every.type = "checkbox";
  every.className = "sp-tick";
  every.setAttribute("aria-label", "Choose every plan on this page");
  head.prepend(every);
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked ? ` (${ticked} ticked)` : "";
    every.checked = ticked === boxes.length;
    every.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  every.addEventListener("change", () => {
    boxes.forEach((box) => {
      box.checked = every.checked;
    });
    tell();
  });
  let last = null;
  form.addEventListener("click", (event) => {
    const place = boxes.indexOf(event.target);
    if (place < 0) return;
    // Shift ticks everything between, as in any list of files.
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(place, last), Math.max(place, last)];
      boxes.slice(from, to + 1).forEach((box) => {
        box.checked = event.target.checked;
      });
    }
    last = place;
    tell();
  });
  tell(); // a browser that goes back keeps the ticks
}
