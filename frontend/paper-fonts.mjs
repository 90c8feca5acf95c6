// Fonts for printed pages: the typesetter reads TrueType, npm carries woff2. Made once, then only when newer.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { decompress } from "wawoff2";

const BODY = "atkinson-hyperlegible-next";
// The scripts of the names and first languages most common in English schools, and what children draw.
const SCRIPTS = ["arabic", "bengali", "devanagari", "gujarati", "gurmukhi", "tamil"].map((s) => [`noto-sans-${s}`, s]);
// Cut by their makers into many numbered parts; all of them.
const WHOLE = ["noto-sans-sc", "noto-emoji"];

function* wanted(packages) {
  for (const range of ["latin", "latin-ext"]) {
    for (const slope of ["normal", "italic"]) yield join(packages, BODY, "files", `${BODY}-${range}-wght-${slope}.woff2`);
  }
  for (const [name, script] of SCRIPTS) yield join(packages, name, "files", `${name}-${script}-wght-normal.woff2`);
  for (const name of WHOLE) {
    const files = join(packages, name, "files");
    yield* readdirSync(files).filter((file) => file.endsWith("-wght-normal.woff2")).map((file) => join(files, file));
  }
}

const wide = (text) => Buffer.from(text, "utf16le").swap16();

// Two files of one family and weight hide each other, so the second range goes by a name of its own,
// as long as the first: the name table keeps its shape.
function renamed(font) {
  const [from, to] = [wide("Hyperlegible Next"), wide("Hyperlegible More")];
  for (let at = font.indexOf(from); at >= 0; at = font.indexOf(from, at + 1)) to.copy(font, at);
  return font;
}

export async function paperFonts(packages, out) {
  mkdirSync(out, { recursive: true });
  for (const source of wanted(packages)) {
    const target = join(out, basename(source).replace(".woff2", ".ttf"));
    if (existsSync(target) && statSync(target).mtimeMs >= statSync(source).mtimeMs) continue;
    const font = Buffer.from(await decompress(readFileSync(source)));
    writeFileSync(target, source.includes("-latin-ext-") ? renamed(font) : font);
  }
  for (const name of [BODY, ...SCRIPTS.map(([n]) => n), ...WHOLE]) {
    cpSync(join(packages, name, "LICENSE"), join(out, `${name}-OFL.txt`));
  }
}
