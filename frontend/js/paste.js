// Pasting from a word processor into a field of several lines: its lists stay lists, as lines that
// begin with "- " or a number, and all other looks are dropped. The server tidies what comes anyway,
// so this is only what a person sees at once. Nothing is kept of the pasted page but its words.
const BLOCKS = new Set([
  "P", "DIV", "LI", "UL", "OL", "TR", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "SECTION", "TABLE",
]);
const DROPPED = new Set(["STYLE", "SCRIPT", "TITLE", "META", "HEAD"]);
// Word writes its lists as paragraphs, with the bullet in a span that says it is to be ignored.
const WORD_LIST = /mso-list:\s*l\d+/i;
const WORD_BULLET = /mso-list:\s*ignore/i;
const NUMBERED = /^\s*(\d{1,3}|[a-z])[.)]/i;

function marker(item) {
  const list = item.parentElement;
  if (list?.tagName !== "OL") return "- ";
  const start = Number(list.getAttribute("start") ?? 1);
  const place = [...list.children].filter((child) => child.tagName === "LI").indexOf(item);
  return `${start + place}. `;
}

function wordMarker(paragraph) {
  const bullet = [...paragraph.querySelectorAll("span")].find((span) =>
    WORD_BULLET.test(span.getAttribute("data-looks") ?? ""),
  );
  const number = NUMBERED.exec(bullet?.textContent ?? "");
  bullet?.remove();
  return number ? `${number[0].trim()} ` : "- ";
}

function read(node, out) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) out.text += child.data.replace(/[\s\u00a0]+/g, " ");
    else if (child.nodeType === Node.ELEMENT_NODE) element(child, out);
  }
}

function element(child, out) {
  const { tagName } = child;
  if (DROPPED.has(tagName)) return;
  if (tagName === "BR") {
    out.text += "\n";
    return;
  }
  if (!BLOCKS.has(tagName)) {
    read(child, out);
    return;
  }
  out.text += "\n";
  if (tagName === "LI") out.text += marker(child);
  else if (WORD_LIST.test(child.getAttribute("data-looks") ?? "")) out.text += wordMarker(child);
  read(child, out);
  out.text += "\n";
}

// Looks are only read, never applied: the content security policy would refuse each and say so.
const withoutLooks = (html) =>
  html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)style(\s*=)/gi, "$1data-looks$2"));

export function plainLines(html) {
  const page = new DOMParser().parseFromString(withoutLooks(html), "text/html");
  const out = { text: "" };
  read(page.body, out);
  return out.text
    .split("\n")
    .map((line) => line.replace(/ +/g, " ").trim())
    .map((line, at, all) => (line || all[at - 1] ? line : null))
    .filter((line) => line)
    .join("\n");
}

function pasted(event) {
  const box = event.target;
  if (!(box instanceof HTMLTextAreaElement) || box.readOnly || box.disabled) return;
  const html = event.clipboardData?.getData("text/html");
  if (!html) return;
  const text = plainLines(html);
  if (!text) return;
  event.preventDefault();
  // The old way of inserting is the one that leaves the browser's own Ctrl+Z working in the field.
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function startPaste() {
  document.addEventListener("paste", pasted);
}
