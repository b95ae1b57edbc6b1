import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const widget = fileURLToPath(new URL("../../src/FaqBot/Channels/Widget/", import.meta.url));

test("the widget's bundle is what its modules make", () => {
  const folder = mkdtempSync(join(tmpdir(), "faqbot-widget-"));
  try {
    const made = join(folder, "widget.js");
    execFileSync(process.execPath, [join(widget, "build.mjs"), made], { stdio: ["ignore", "inherit", "inherit"] });
    const current = readFileSync(made).equals(readFileSync(join(widget, "widget.bundle.js")));
    assert.ok(current, "run in src/FaqBot/Channels/Widget: npm ci --ignore-scripts && node build.mjs widget.bundle.js");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
