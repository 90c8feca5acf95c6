// The provision map folds by itself. With script everything opens or closes at once, and typing finds.
// The sums stay those of the server: finding hides lines, it does not count anew.
export function startTree(tree) {
  const bar = document.createElement("div");
  bar.className = "sp-tree__bar";
  bar.innerHTML = `<div class="govuk-form-group"><label class="govuk-label" for="tree-find">Find in this map</label>
    <input class="govuk-input" id="tree-find" type="search" autocomplete="off" spellcheck="false"></div>
    <button type="button" class="govuk-button govuk-button--secondary">Open all</button>
    <p class="govuk-visually-hidden" aria-live="polite"></p>`;
  tree.prepend(bar);
  const [find, button, told] = [bar.querySelector("input"), bar.querySelector("button"), bar.querySelector("p")];
  const folds = () => [...tree.querySelectorAll("details")].filter((fold) => !fold.hidden);
  button.addEventListener("click", () => {
    const open = button.textContent === "Open all";
    folds().forEach((fold) => {
      fold.open = open;
    });
    button.textContent = open ? "Close all" : "Open all";
  });
  find.addEventListener("input", () => {
    const words = plain(find.value).split(" ").filter(Boolean);
    const kinds = [...tree.querySelectorAll(".sp-tree__kind")];
    const shown = kinds.filter((kind) => show(kind, words));
    told.textContent = words.length ? `${shown.length} of ${kinds.length} types` : "";
  });
}

// A fold shows when its own words match, or when something inside it does.
function show(fold, words) {
  const own = fold.querySelector(":scope > summary > .sp-tree__name");
  const whole = words.every((word) => plain(own.textContent).includes(word));
  const inner = [...fold.querySelectorAll(":scope > details, :scope > ul > li")];
  let found = 0;
  // What an earlier search hid inside comes back with the whole.
  if (whole) fold.querySelectorAll("[hidden]").forEach((part) => part.removeAttribute("hidden"));
  inner.forEach((part) => {
    const has = whole || (part.matches("details") ? show(part, words) : matches(part, words));
    part.hidden = !has;
    found += has ? 1 : 0;
  });
  fold.hidden = !(whole || found);
  if (words.length && found && !whole) fold.open = true;
  return !fold.hidden;
}

function matches(part, words) {
  const text = plain(part.textContent);
  return words.every((word) => text.includes(word));
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}
