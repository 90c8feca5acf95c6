// One tap or `p` covers the screen: a child or a parent has walked up to the desk. A modal dialog,
// because it makes everything behind it inert for keyboard and screen reader too. The tab's title
// goes with it, since it may hold a child's name.
import { onKey } from "./keys.js";

const BY_ITSELF = "spinney.cover.by-itself";

function makeCover() {
  const cover = document.createElement("dialog");
  cover.className = "sp-cover";
  cover.setAttribute("aria-label", "Screen hidden");
  cover.innerHTML = `
    <button type="button" class="sp-cover__back">Screen hidden. Tap to return</button>
    <label><input type="checkbox"> Also hide when I leave this screen</label>`;
  const mark = document.querySelector(".sp-mark")?.cloneNode(true);
  if (mark) cover.prepend(mark);
  const box = cover.querySelector("input");
  box.checked = localStorage.getItem(BY_ITSELF) !== null;
  box.addEventListener("change", () => {
    if (box.checked) localStorage.setItem(BY_ITSELF, "yes");
    else localStorage.removeItem(BY_ITSELF);
  });
  cover.querySelector("button").addEventListener("click", () => cover.close());
  document.body.append(cover);
  return cover;
}

export function startCover() {
  const buttons = document.querySelectorAll("[data-privacy]");
  if (buttons.length === 0) return;
  const cover = makeCover();
  let title = document.title;
  const hide = () => {
    if (cover.open) return;
    title = document.title;
    document.title = "Spinney";
    cover.showModal();
    cover.querySelector("button").focus();
  };
  cover.addEventListener("close", () => {
    document.title = title;
  });
  buttons.forEach((button) => button.addEventListener("click", hide));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && localStorage.getItem(BY_ITSELF) !== null) hide();
  });
  onKey("p", "Hide the screen", hide);
}
