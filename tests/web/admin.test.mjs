import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { texts } from "../../src/FaqBot/Admin/Pages/texts/all.js";

const pages = fileURLToPath(new URL("../../src/FaqBot/Admin/Pages/", import.meta.url));
const served = fileURLToPath(new URL("../../src/FaqBot/wwwroot/", import.meta.url));
const mostBytes = 150 * 1024;

test("the administration's bundles are what its modules make", () => {
  const folder = mkdtempSync(join(tmpdir(), "faqbot-admin-"));
  try {
    const made = join(folder, "admin");
    execFileSync(process.execPath, [join(pages, "build.mjs"), made], { stdio: ["ignore", "inherit", "inherit"] });
    const current = join(served, "admin");
    const mend = "run in src/FaqBot/Admin/Pages: npm ci --ignore-scripts && node build.mjs ../../wwwroot/admin";
    assert.deepEqual(readdirSync(current).sort(), readdirSync(made).sort(), mend);
    for (const name of readdirSync(made)) {
      assert.ok(readFileSync(join(made, name)).equals(readFileSync(join(current, name))), `${name}: ${mend}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the first screen has at most 150 kB", () => {
  const seen = new Set();
  const size = (file) => {
    if (seen.has(file)) {
      return 0;
    }
    seen.add(file);
    const content = readFileSync(join(served, file));
    const imported = file.endsWith(".js")
      ? [...content.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map((match) => size(join("admin", match[1]))) : [];
    return gzipSync(content).length + imported.reduce((sum, one) => sum + one, 0);
  };
  const page = readFileSync(join(served, "admin.html"), "utf8");
  const files = [...page.matchAll(/(?:href|src)="([^"]+\.(?:css|js|svg))"/g)].map((match) => match[1]);
  assert.ok(files.length > 5);
  const total = size("admin.html") + files.reduce((sum, file) => sum + size(file), 0);
  assert.ok(total <= mostBytes, `${total} bytes`);
});

test("every text of the administration is there in three languages, with the same values", () => {
  const values = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();
  for (const [key, row] of Object.entries(texts)) {
    assert.equal(row.length, 3, key);
    for (const text of row) {
      assert.ok(text.trim().length > 0, key);
      assert.deepEqual(values(text), values(row[2]), key);
      assert.ok(text.split("|").length <= 2, key);
    }
  }
});

test("no key of the administration's texts lies in two files", () => {
  const keys = readdirSync(join(pages, "texts")).filter((file) => file !== "all.js")
    .flatMap((file) => [...readFileSync(join(pages, "texts", file), "utf8").matchAll(/^ {2}(\w+): \[/gm)].map((match) => match[1]));
  assert.deepEqual(keys.filter((key, index) => keys.indexOf(key) !== index), []);
  assert.deepEqual(keys.sort(), Object.keys(texts).sort());
});
