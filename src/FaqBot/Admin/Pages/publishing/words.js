import { diffArrays } from "diff";
import { html } from "lit";

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const longest = 20_000;
const leastShared = .35;

/** A text with what is new in it marked. */
export function newWords(before, after) {
  const words = (text) => [...segmenter.segment(text)].map((part) => part.segment);
  return before.length + after.length > longest ? after : diffArrays(words(before), words(after)).filter((part) => !part.removed)
    .map(({ value, added }) => (added ? html`<ins>${value.join("")}</ins>` : value.join("")));
}

/** What became of a text, word by word; Chinese has words, too. */
export function wordDiff(before, after) {
  if (before.length + after.length > longest) {
    return html`<del>${before}</del> <ins>${after}</ins>`;
  }
  const words = (text) => [...segmenter.segment(text)].map((part) => part.segment);
  const parts = diffArrays(words(before), words(after));
  const lengthOf = (kind) => parts.filter(kind).reduce((sum, part) => sum + part.value.join("").length, 0);

  // Of what was written anew, single words in common tell nothing.
  if (before && after && lengthOf((part) => !part.added && !part.removed) < leastShared * Math.max(before.length, after.length)) {
    return html`<del>${before}</del> <ins>${after}</ins>`;
  }
  return parts.map(({ value, added, removed }) => {
    const text = value.join("");
    return added ? html`<ins>${text}</ins>` : removed ? html`<del>${text}</del>` : text;
  });
}
