import { appendInline } from "./markdown/inline.js";
import { readList } from "./markdown/list.js";
import { isTableStart, readTable } from "./markdown/table.js";
import { isBlank, isRule, openingFence, closesFence, headingLevel, isQuote, listMarker, startsBlock } from "./markdown/line.js";

// Layout engines recurse over the tree they are given, so nesting has an end.
const maxDepth = 10;

/**
 * Renders Markdown written by a knowledge base's owner. Only nodes are built, never parsed from
 * markup, so HTML in the text stays text. Takes time linear in the text's length.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function renderMarkdown(text) {
  const fragment = document.createDocumentFragment();
  if (typeof text === "string") {
    appendBlocks(fragment, text.replaceAll("\0", "\uFFFD").split(/\r\n|\n|\r/), 0, false);
  }
  return fragment;
}

/** `tight` puts a paragraph's content straight into the parent, as in a list without blank lines. */
function appendBlocks(parent, lines, depth, tight) {
  const mayNest = depth < maxDepth;
  let next = 0;
  while (next < lines.length) {
    const line = lines[next];
    if (isBlank(line)) {
      next++;
    } else if (openingFence(line)) {
      next = appendFencedCode(parent, lines, next);
    } else if (headingLevel(line)) {
      appendHeading(parent, line);
      next++;
    } else if (isRule(line)) {
      parent.append(document.createElement("hr"));
      next++;
    } else if (mayNest && isQuote(line)) {
      next = appendQuote(parent, lines, next, depth);
    } else if (mayNest && listMarker(line)) {
      next = appendList(parent, lines, next, depth);
    } else if (isTableStart(lines, next)) {
      const table = readTable(lines, next);
      parent.append(table.element);
      next = table.next;
    } else {
      next = appendParagraph(parent, lines, next, tight);
    }
  }
}

function appendFencedCode(parent, lines, start) {
  const fence = openingFence(lines[start]);
  let end = start + 1;
  while (end < lines.length && !closesFence(lines[end], fence)) {
    end++;
  }
  const code = document.createElement("code");
  code.textContent = lines.slice(start + 1, end).map((line) => withoutIndent(line, fence.indent)).join("\n");
  const block = document.createElement("pre");
  block.append(code);
  parent.append(block);
  return end + 1;
}

function appendHeading(parent, line) {
  const level = headingLevel(line);
  // The page itself owns h1 and h2.
  const heading = document.createElement(`h${Math.min(level + 2, 6)}`);
  const content = line.trim().slice(level).trim();
  appendInline(heading, withoutClosingHashes(content));
  parent.append(heading);
}

function appendQuote(parent, lines, start, depth) {
  let end = start;
  while (end < lines.length && isQuote(lines[end])) {
    end++;
  }
  const quote = document.createElement("blockquote");
  const inner = lines.slice(start, end).map((line) => {
    const content = line.slice(line.indexOf(">") + 1);
    return content.startsWith(" ") ? content.slice(1) : content;
  });
  appendBlocks(quote, inner, depth + 1, false);
  parent.append(quote);
  return end;
}

function appendList(parent, lines, start, depth) {
  const { ordered, first, items, next } = readList(lines, start);
  const list = document.createElement(ordered ? "ol" : "ul");
  if (ordered && first !== 1) {
    list.setAttribute("start", String(first));
  }
  for (const item of items) {
    const element = document.createElement("li");
    appendBlocks(element, item.lines, depth + 1, item.tight);
    list.append(element);
  }
  parent.append(list);
  return next;
}

function appendParagraph(parent, lines, start, tight) {
  let end = start + 1;
  while (end < lines.length && !isBlank(lines[end]) && !startsBlock(lines[end]) && !isTableStart(lines, end)) {
    end++;
  }
  const target = tight ? parent : document.createElement("p");
  appendInline(target, lines.slice(start, end).map(withoutMargin).join("\n"));
  if (!tight) {
    parent.append(target);
  }
  return end;
}

/** Keeps an ideographic space in front: Chinese paragraphs are indented by it. */
function withoutMargin(line) {
  return line.replace(/^[ \t]+/, "").trimEnd();
}

function withoutIndent(line, columns) {
  let from = 0;
  while (from < columns && line[from] === " ") {
    from++;
  }
  return line.slice(from);
}

function withoutClosingHashes(content) {
  let end = content.length;
  while (end > 0 && content[end - 1] === "#") {
    end--;
  }
  const isClosing = end === 0 || content[end - 1] === " " || content[end - 1] === "\t";
  return isClosing ? content.slice(0, end).trimEnd() : content;
}
