// Makes the administration pages out of the modules beside this file and those that they share with the other pages:
// node build.mjs <output folder>
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = resolve(process.argv[2]);
const output = await mkdtemp(join(tmpdir(), "faqbot-admin-"));
const libraries = ["lit", "uplot", "@tanstack/virtual-core", "diff"];

await build({
  entryPoints: { main: join(here, "main.js") },
  // Names of parts depend on it.
  absWorkingDir: here,
  outdir: output,
  bundle: true,
  splitting: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,

  // Would write texts with line breaks as templates, which what follows could not tell from those of markup.
  minifySyntax: false,
  charset: "utf8",
  format: "esm",
  target: "es2022",
  legalComments: "none",
  chunkNames: "part-[hash]",
  // What the shared modules ask the service for lies beside them, one folder up.
  define: { "import.meta.url": "faqbotBase" },
  banner: { js: "const faqbotBase=new URL('../',import.meta.url).href;" },
  logLevel: "warning",
});

await build({
  entryPoints: { main: join(here, "styles", "main.css") },
  outdir: output,
  bundle: true,
  minify: true,
  target: "chrome120",
  logLevel: "warning",
});

// What is left of line breaks lies within templates of markup, where one blank says the same.
for (const name of (await readdir(output)).filter((file) => file.endsWith(".js"))) {
  const file = join(output, name);
  await writeFile(file, (await readFile(file, "utf8")).trim().replace(/\s*\n\s*/g, " ") + "\n");
}

const licenses = await Promise.all(libraries.map(async (name) => {
  const folder = join(here, "node_modules", name);
  const license = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return `${name} ${version}\n\n${(await readFile(join(folder, license), "utf8")).trim()}\n`;
}));
await writeFile(join(output, "licenses.txt"), licenses.join("\n----\n\n").replaceAll("\r\n", "\n"));

// Made aside, and put in place file by file: whoever reads the folder meanwhile finds all of it.
const made = await readdir(output);
await mkdir(target, { recursive: true });
await Promise.all(made.map((name) => copyFile(join(output, name), join(target, name))));
await Promise.all((await readdir(target)).filter((name) => !made.includes(name)).map((name) => rm(join(target, name))));
await rm(output, { recursive: true });
