import { parseHTML } from "linkedom";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
let created = 0;

for (const name of ["createElement", "createTextNode"]) {
  const create = document[name].bind(document);
  document[name] = (value) => {
    created++;
    return create(value);
  };
}

globalThis.document = document;

const { renderMarkdown } = await import("../../src/FaqBot/wwwroot/markdown.js");

/** An element that holds what the text renders to. */
export function rendered(text) {
  const host = document.createElement("div");
  host.append(renderMarkdown(text));
  return host;
}

/** The rendered text as markup, to compare with; the attributes every link has are left out. */
export function html(text) {
  return rendered(text).innerHTML
    .replaceAll(' rel="noopener noreferrer nofollow" target="_blank"', "");
}

/** An element that holds what the text renders to, and how many nodes were created for it, kept or not. */
export function renderedCounting(text) {
  const before = created;
  const host = rendered(text);
  return { host, nodes: created - before };
}

/** How many elements lie within each other at the deepest place. */
export function depthOf(node) {
  let deepest = 0;
  const waiting = [[node, 0]];
  while (waiting.length > 0) {
    const [element, depth] = waiting.pop();
    deepest = Math.max(deepest, depth);
    for (const child of element.children) {
      waiting.push([child, depth + 1]);
    }
  }
  return deepest;
}
