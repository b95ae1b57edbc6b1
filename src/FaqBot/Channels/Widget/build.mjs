// Makes the widget one script, with all that it shares with the pages: node build.mjs <output>
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

/** Style sheets are imported as texts, for a shadow to adopt. */
const sheets = {
  name: "sheets",
  setup: ({ onLoad }) => onLoad({ filter: /\.css$/ }, async ({ path }) => {
    const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
    return { contents: code, loader: "text" };
  }),
};

await build({
  entryPoints: [fileURLToPath(new URL("start.js", import.meta.url))],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: "es2022",
  // A script of a page is no module: where it came from it must remember.
  define: { "import.meta.url": "from" },
  banner: { js: "(from=>{" },
  footer: { js: "})(document.currentScript.src)" },
  plugins: [sheets],
  logLevel: "warning",
});
