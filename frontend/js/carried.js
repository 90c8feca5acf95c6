// Whoever writes in a line has looked at it: its note that nobody has goes at the first letter. The
// server works the mark out by itself, so without this script the note goes at the next load.
//
// <p data-carried="LINE">Carried over, not yet looked at …</p>
export function startCarried(form) {
  form.addEventListener("input", (event) => {
    const line = event.target.closest("[data-line]")?.dataset.line;
    if (line) form.querySelector(`[data-carried="${CSS.escape(line)}"]`)?.remove();
  });
}
