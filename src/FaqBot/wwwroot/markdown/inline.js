import { applyEmphasis, delimiterRun } from "./emphasis.js";
import { readAutolink, readAngleAutolink } from "./autolink.js";
import { backtickRuns } from "./backticks.js";
import { readDestination } from "./destination.js";
import { isEscapable } from "./escape.js";
import { imageElement, linkElement } from "./link.js";
import { imageSource, linkTarget } from "./url.js";

/** Appends the nodes of one paragraph, heading or cell. A line break in the text is one on the page. */
export function appendInline(parent, text) {
  parent.append(new InlineText(text).render());
}

/** One pass from left to right; what may still turn into a link or emphasis is kept as text and wrapped later. */
class InlineText {
  #text;
  #at = 0;
  #plainFrom = 0;
  #root = document.createDocumentFragment();
  #runs = [];
  #brackets = [];
  #autolinks = [];
  #closingBackticks;

  constructor(text) {
    this.#text = text;
    this.#closingBackticks = backtickRuns(text);
  }

  render() {
    const special = /[\\`*_~![\]<\n]|https?:\/\//gi;
    for (;;) {
      special.lastIndex = this.#at;
      const match = special.exec(this.#text);
      if (!match) {
        break;
      }
      this.#at = match.index;
      this.#readSpecial(match[0]);
    }
    this.#flush(this.#text.length);
    applyEmphasis(this.#runs);
    return this.#root;
  }

  #readSpecial(mark) {
    switch (mark) {
      case "\\": return this.#readEscape();
      case "`": return this.#readCode();
      case "*":
      case "_":
      case "~": return this.#readRun(mark);
      case "!": return this.#text[this.#at + 1] === "[" ? this.#openBracket("![") : this.#keep(1);
      case "[": return this.#openBracket("[");
      case "]": return this.#closeBracket();
      case "<": return this.#readLink(readAngleAutolink(this.#text, this.#at), 1);
      case "\n": return this.#replace(1, document.createElement("br"));
      default: return this.#readLink(readAutolink(this.#text, this.#at), mark.length);
    }
  }

  #readEscape() {
    const next = this.#text[this.#at + 1];
    if (isEscapable(next)) {
      this.#replace(2, document.createTextNode(next));
    } else if (next === "\n") {
      this.#replace(2, document.createElement("br"));
    } else {
      this.#keep(1);
    }
  }

  #readCode() {
    const length = this.#runLength("`");
    const close = this.#closingBackticks(length, this.#at + length);
    if (close < 0) {
      this.#keep(length);
      return;
    }
    const content = this.#text.slice(this.#at + length, close).replaceAll("\n", " ");
    const isPadded = content.startsWith(" ") && content.endsWith(" ") && content.trim() !== "";
    const code = document.createElement("code");
    code.textContent = isPadded ? content.slice(1, -1) : content;
    this.#replace(close + length - this.#at, code);
  }

  #readRun(mark) {
    const length = this.#runLength(mark);
    // A single tilde is a range or a friendly tone in Chinese: "3~5 天", "您好~".
    if (mark === "~" && length !== 2) {
      this.#keep(length);
      return;
    }
    const node = document.createTextNode(mark.repeat(length));
    const before = characterBefore(this.#text, this.#at);
    this.#replace(length, node);
    this.#runs.push(delimiterRun(node, before, characterAt(this.#text, this.#at)));
  }

  #openBracket(mark) {
    const node = document.createTextNode(mark);
    this.#replace(mark.length, node);
    this.#brackets.push({
      node,
      isImage: mark === "![",
      runs: this.#runs.length,
      autolinks: this.#autolinks.length,
    });
  }

  #closeBracket() {
    const bracket = this.#brackets.pop();
    const destination = bracket && readDestination(this.#text, this.#at + 1);
    if (!destination) {
      this.#keep(1);
      return;
    }
    this.#flush(this.#at);
    this.#at = destination.end;
    this.#plainFrom = destination.end;
    applyEmphasis(this.#runs.splice(bracket.runs));
    if (bracket.isImage) {
      this.#closeImage(bracket, destination);
    } else {
      this.#closeLink(bracket, destination);
    }
    bracket.node.remove();
  }

  #closeImage(bracket, { url, title }) {
    const source = imageSource(url);
    if (source === null) {
      return;
    }
    this.#autolinks.length = bracket.autolinks;
    const label = document.createElement("span");
    moveSiblingsAfter(bracket.node, label);
    this.#root.append(imageElement(source, label.textContent, title));
  }

  #closeLink(bracket, { url, title }) {
    // A link cannot hold a link: no bracket further out can become one, and addresses inside are only text.
    this.#brackets.length = 0;
    for (const inner of this.#autolinks.splice(bracket.autolinks)) {
      inner.replaceWith(...inner.childNodes);
    }
    const target = linkTarget(url);
    if (target !== null) {
      const link = linkElement(target, title);
      moveSiblingsAfter(bracket.node, link);
      nameIfEmpty(link, target);
      this.#root.append(link);
    }
  }

  #readLink(found, lengthIfNone) {
    const target = found && linkTarget(found.url);
    if (!target) {
      this.#keep(lengthIfNone);
      return;
    }
    const link = linkElement(target, "");
    link.textContent = found.url;
    this.#autolinks.push(link);
    this.#replace(found.length, link);
  }

  #runLength(mark) {
    let length = 1;
    while (this.#text[this.#at + length] === mark) {
      length++;
    }
    return length;
  }

  #keep(length) {
    this.#at += length;
  }

  #replace(length, node) {
    this.#flush(this.#at);
    this.#root.append(node);
    this.#at += length;
    this.#plainFrom = this.#at;
  }

  #flush(end) {
    if (end > this.#plainFrom) {
      this.#root.append(document.createTextNode(this.#text.slice(this.#plainFrom, end)));
    }
  }
}

function moveSiblingsAfter(node, target) {
  while (node.nextSibling) {
    target.append(node.nextSibling);
  }
}

function nameIfEmpty(link, target) {
  const image = link.querySelector("img");
  if (link.textContent.trim() !== "" || image?.getAttribute("alt")) {
    return;
  }
  if (image) {
    link.setAttribute("aria-label", target);
  } else {
    link.textContent = target;
  }
}

function characterBefore(text, at) {
  const isPair = /[\uDC00-\uDFFF]/.test(text[at - 1] ?? "") && /[\uD800-\uDBFF]/.test(text[at - 2] ?? "");
  return text.slice(Math.max(at - (isPair ? 2 : 1), 0), at);
}

function characterAt(text, at) {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at)) : "";
}
