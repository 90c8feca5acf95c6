// Going through children one by one. In a list, j and k step through the rows; on a child's page they
// follow "Next child" and "Previous child", which go by name unless this page was opened from a list:
// then they go in the order of that list. Only addresses are kept, and only as long as the tab.
import { onKey } from "./keys.js";

const LIST = "spinney.list";
const ROWS = "[data-rows] th[scope=row] a, [data-rows] .sp-waiting__ask > a";

const rows = () => [...document.querySelectorAll(ROWS)];

function remember(event) {
  const link = event.target.closest(ROWS);
  if (!link) return;
  const paths = [...new Set(rows().map((row) => new URL(row.href).pathname))];
  sessionStorage.setItem(LIST, JSON.stringify(paths));
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(LIST)) ?? [];
  } catch {
    return [];
  }
}

function point(link, path) {
  link.hidden = !path;
  if (path) link.href = path;
}

function followTheList(nav) {
  const list = kept();
  const at = list.indexOf(location.pathname);
  if (at < 0) return;
  point(nav.querySelector("[rel=prev]"), list[at - 1]);
  point(nav.querySelector("[rel=next]"), list[at + 1]);
}

function step(by, edge) {
  const all = rows();
  const at = all.indexOf(document.activeElement);
  const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  if (all[to]) all[to].focus();
  else document.querySelector(edge)?.click(); // Beyond the last row: the next page of the list.
}

export function startBeside() {
  document.querySelectorAll("[data-beside]").forEach(followTheList);
  if (rows().length === 0) return;
  document.addEventListener("click", remember);
  onKey("j", "Next row", () => step(1, "a[rel~=next]"));
  onKey("k", "Row before", () => step(-1, "a[rel~=prev]"));
}
