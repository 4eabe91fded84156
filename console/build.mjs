// Builds the console into chalicelib/console: flat names, with their hash where the content may be kept for ever.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const OUT = join(import.meta.dirname, "..", "chalicelib", "console");
const SOURCES = join(import.meta.dirname, "src");
const SHARED = {
  bundle: true,
  minify: true,
  target: "es2022",
  format: "esm",
  charset: "utf8",
  legalComments: "none",
  write: false,
  outdir: OUT,
  absWorkingDir: import.meta.dirname,
};

const styles = await build({
  ...SHARED,
  entryPoints: [join(SOURCES, "style.css"), join(SOURCES, "api.css")],
  entryNames: "[name]-[hash]",
});
// Swagger UI is not a module. In a build of its own, what makes it one is not in a chunk that the first page loads.
const foreign = await build({
  ...SHARED,
  stdin: {
    contents: 'export { default } from "swagger-ui-dist/swagger-ui-es-bundle.js";',
    resolveDir: import.meta.dirname,
    sourcefile: "swagger-ui.js",
  },
  entryNames: "swagger-ui-[hash]",
});
const named = (files, start) => files.map((file) => basename(file.path)).find((name) => name.startsWith(start));
const swagger = `./${named(foreign.outputFiles, "swagger-ui-")}`;
const pages = await build({
  ...SHARED,
  entryPoints: [join(SOURCES, "main.tsx")],
  jsx: "automatic",
  jsxImportSource: "preact",
  splitting: true,
  metafile: true,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  define: { API_STYLE: JSON.stringify(named(styles.outputFiles, "api-")), SWAGGER_UI: JSON.stringify(swagger) },
  external: [swagger],
});
const hashed = [...pages.outputFiles, ...styles.outputFiles, ...foreign.outputFiles];
const main = named(pages.outputFiles, "main-");

// The chunks that the first page loads in any case: the entry, and what it imports statically.
const outputs = pages.metafile.outputs;
const byName = Object.fromEntries(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
const first = new Set();
const follow = (name) => {
  if (first.has(name)) return;
  first.add(name);
  for (const each of byName[name].imports) if (each.kind === "import-statement") follow(basename(each.path));
};
follow(main);

const names = hashed.map((file) => basename(file.path)).sort();
const version = createHash("sha256").update(names.join()).digest("hex").slice(0, 12);
const filled = (name, values) =>
  Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(`{{${key}}}`, value),
    readFileSync(join(SOURCES, name), "utf8"),
  );
const preloads = [...first].map((name) => `    <link rel="modulepreload" href="${name}" />`).join("\n");
const worker = await build({ ...SHARED, entryPoints: [join(SOURCES, "sw.ts")], define: { VERSION: `"${version}"` } });

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const file of [...hashed, ...worker.outputFiles]) writeFileSync(join(OUT, basename(file.path)), file.contents);
writeFileSync(
  join(OUT, "index.html"),
  filled("index.html", { preloads, script: main, style: named(styles.outputFiles, "style-") }),
);
for (const name of ["console.webmanifest", "icon.svg"]) writeFileSync(join(OUT, name), filled(name, {}));

// The licences of what is built in. The script's own comments do not survive the build, so their texts are here.
const MODULES = join(import.meta.dirname, "node_modules");
const LICENCES = [
  "preact/LICENSE",
  "@preact/signals/LICENSE",
  "@preact/signals-core/LICENSE",
  "uqr/LICENSE",
  "swagger-ui-dist/LICENSE",
  "swagger-ui-dist/NOTICE",
  "swagger-ui-dist/swagger-ui-es-bundle.js.LICENSE.txt",
];
const licences = LICENCES.map((name) => `${name}\n\n${readFileSync(join(MODULES, name), "utf8").trim()}\n`);
writeFileSync(join(OUT, "licences.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));
