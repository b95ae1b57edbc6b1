import { unescape } from "./escape.js";

// Also what keeps "[a]([a]([a](" linear: every attempt gives up after this many openings.
const maxParentheses = 8;

/**
 * Reads `(url "title")`.
 * @param {string} text
 * @param {number} open index of the opening parenthesis
 * @returns {{url: string, title: string, end: number} | null} `end` is the index after the closing parenthesis
 */
export function readDestination(text, open) {
  if (text[open] !== "(") {
    return null;
  }
  const start = skipSpace(text, open + 1);
  const url = text[start] === "<" ? readBracketed(text, start) : readBare(text, start);
  if (!url) {
    return null;
  }
  const afterUrl = skipSpace(text, url.end);
  if (text[afterUrl] === ")") {
    return { url: url.value, title: "", end: afterUrl + 1 };
  }
  const title = afterUrl > url.end ? readTitle(text, afterUrl) : null;
  const close = title && skipSpace(text, title.end);
  return title && text[close] === ")" ? { url: url.value, title: title.value, end: close + 1 } : null;
}

function readBracketed(text, start) {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === ">") {
      return { value: unescape(text.slice(start + 1, at)), end: at + 1 };
    }
    if (text[at] === "<" || text[at] === "\n") {
      return null;
    }
    if (text[at] === "\\") {
      at++;
    }
  }
  return null;
}

function readBare(text, start) {
  let depth = 0;
  let at = start;
  for (; at < text.length && !isSpace(text[at]); at++) {
    if (text[at] === "(" && ++depth > maxParentheses) {
      return null;
    }
    if (text[at] === ")" && --depth < 0) {
      break;
    }
    if (text[at] === "\\" && !isSpace(text[at + 1])) {
      at++;
    }
  }
  at = Math.min(at, text.length);
  return depth > 0 ? null : { value: unescape(text.slice(start, at)), end: at };
}

function readTitle(text, start) {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") {
    return null;
  }
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) {
      return { value: unescape(text.slice(start + 1, at)), end: at + 1 };
    }
    if (text[at] === "\\") {
      at++;
    }
  }
  return null;
}

function skipSpace(text, start) {
  let at = start;
  while (isSpace(text[at])) {
    at++;
  }
  return at;
}

function isSpace(character) {
  return character === " " || character === "\t" || character === "\n";
}
