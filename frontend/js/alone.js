// The field that is typed in stands in an empty form of its own. After every key the browser looks through the whole
// form for fields that its autofill might fill: in a draft of a hundred fields that was most of the work of a key.
// Nothing is lost by it, since each field saves by itself. It goes back when it is left and before anything is sent.
// Never a choice among several: they know one another by their form.
const TYPED = "textarea, input:not([type=radio], [type=checkbox], [type=hidden])";

export function startAlone(form) {
  const own = document.createElement("form");
  own.id = "typed-alone";
  own.autocomplete = "off";
  own.hidden = true;
  document.body.append(own);
  let field = null;

  function back() {
    field?.removeAttribute("form");
    field = null;
  }

  function stand({ target }) {
    back();
    if (!target.matches(TYPED) || !target.closest("[data-autosave]") || target.hasAttribute("form")) return;
    field = target;
    field.setAttribute("form", own.id);
  }

  form.addEventListener("focusin", stand);
  form.addEventListener("focusout", back);
  form.addEventListener("submit", back, { capture: true });
  window.addEventListener("pagehide", back);
  // Enter in a single line means the draft's first button, as it does without this.
  own.addEventListener("submit", (event) => {
    event.preventDefault();
    back();
    form.requestSubmit([...form.elements].find((one) => one.type === "submit"));
  });
  if (form.contains(document.activeElement)) stand({ target: document.activeElement });
}
