// Builds everything under /static/. No bundler: browsers load ES modules as they are, and what we
// ship can be read by whoever has to mend it. Run: node build.mjs --out DIR
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compile } from "sass";
import { paperFonts } from "./paper-fonts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const govuk = join(modules, "govuk-frontend/dist/govuk");
const font = join(modules, "@fontsource-variable/atkinson-hyperlegible-next");
const tokensFile = join(here, "../src/spinney/web/design/tokens.json");

const { values } = parseArgs({ options: { out: { type: "string", default: "../var/static" } } });
const out = resolve(values.out);
for (const folder of ["css", "js", "fonts", "images"]) {
  rmSync(join(out, folder), { recursive: true, force: true });
  mkdirSync(join(out, folder), { recursive: true });
}

// Colours have one home, tokens.json: the gallery reads it from Python, Sass reads it as a module.
const tokens = {
  canonicalize: (name) => (name === "spinney:tokens" ? new URL(name) : null),
  load: () => {
    const { colours } = JSON.parse(readFileSync(tokensFile, "utf8"));
    const lines = Object.entries(colours).map(([name, [value]]) => `$${name}: ${value};`);
    return { contents: lines.join("\n"), syntax: "scss" };
  },
};

const { css } = compile(join(here, "scss/spinney.scss"), {
  importers: [tokens],
  loadPaths: [modules],
  quietDeps: true,
  style: "compressed",
});
writeFileSync(join(out, "css/spinney.css"), css);

for (const range of ["latin", "latin-ext"]) {
  for (const slope of ["normal", "italic"]) {
    const name = `atkinson-hyperlegible-next-${range}-wght-${slope}.woff2`;
    cpSync(join(font, "files", name), join(out, "fonts", name));
  }
}
cpSync(join(font, "LICENSE"), join(out, "fonts/OFL.txt"));

cpSync(join(here, "js"), join(out, "js"), { recursive: true });
// Its last line names a source map that we do not serve: browsers would ask for it in vain.
const script = readFileSync(join(govuk, "govuk-frontend.min.js"), "utf8");
writeFileSync(join(out, "js/govuk-frontend.js"), script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));

cpSync(join(here, "images"), join(out, "images"), { recursive: true });
cpSync(join(here, "manifest.webmanifest"), join(out, "manifest.webmanifest"));

// Beside what is served, not in it: only the typesetter reads these.
await paperFonts(join(modules, "@fontsource-variable"), resolve(out, "../fonts"));
