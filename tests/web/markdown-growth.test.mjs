import assert from "node:assert/strict";
import { test } from "node:test";
import { depthOf, rendered, renderedCounting } from "./page.mjs";

const size = 100_000;

const hostile = {
  asterisks: "*", underscores: "_", tildes: "~", brackets: "[", "closing brackets": "]", backticks: "`", quotes: ">",
  "angle brackets": "<", bars: "|", dashes: "-", hashes: "#", backslashes: "\\", breaks: "\n", spaces: " ", tabs: "\t",
  "opening emphasis": "*a", "spaced emphasis": "*a ", "closing emphasis": "a*", "opening and closing": "a*b",
  "mixed marks": "*_", "mixed emphasis": "**a *b _c ", "struck out": "~~a", "unclosed links": "[a](", "links": "[a](b)",
  "nested links": "[[a](b)", "unclosed images": "![", "images": "![a](b)", "unclosed titles": '[a](b "',
  "unclosed targets": "[a](<b", "open parentheses": "](()", "quoted lines": "> \n", "nested bullets": "- ",
  "numbers": "1. ", "rows": "|a|\n|-|\n", "empty rows": "|\n", "addresses": "https://", "closed addresses": "https://a)",
  "escapes": "\\*", "items": "- a\n", "indented items": "  - a\n   - b\n", "blank items": "- a\n\n",
};

for (const [name, piece] of Object.entries(hostile)) {
  const repeated = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
  const part = repeated.slice(0, size / 10);
  const shapes = {
    alone: repeated,
    "before its mirror image": part + [...part].reverse().join(""),
    "in a list": `- a\n  ${part}`,
  };
  for (const [shape, text] of Object.entries(shapes)) {
    test(`${name} ${shape}: nodes are bounded by characters, depth by a constant`, () => {
      const { host, nodes } = renderedCounting(text);
      assert.ok(nodes <= 3 * text.length, `${nodes} nodes`);
      assert.ok(depthOf(host) <= 60);
    });
  }
}

test("code spans that never close, one of each length, are all looked for", () => {
  const text = Array.from({ length: 440 }, (_, index) => "`".repeat(index + 1)).join("a");
  assert.ok(renderedCounting(text).nodes < 10);
});

test("a table's short rows do not grow to the width of its head", () => {
  const columns = 20_000;
  const text = `${"a|".repeat(columns)}\n${"-|".repeat(columns)}\n${"a|\n".repeat(10_000)}`;
  assert.ok(renderedCounting(text).nodes < 2 * text.length);
});

test("nesting ends, and what is deeper stays text", () => {
  assert.ok(rendered(`${">".repeat(50)} a`).textContent.endsWith("> a"));
  assert.ok(rendered(`${"- ".repeat(50)}a`).textContent.endsWith("- a"));
  assert.ok(rendered(`${"*a ".repeat(50)}${"b* ".repeat(50)}`).textContent.includes("*a"));
});
