// Rows of the shared data, and knowledge bases of them.
'use strict';
const fs = require('node:fs');

const mostRowsOfEntry = 12;

exports.rows = (file) => fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '').split('\n').slice(1).filter((line) => line.trim()).map((line) => line.split('\t'));
exports.idOf = (label) => label.toLowerCase().replace(/[^a-z0-9._-]/g, '-');
exports.keyOf = (text) => text.normalize('NFKC').toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');
exports.spread = (list, most) => (list.length <= most ? list : Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]));
exports.labelled = (list, language) => list.map(([text, label, tag]) => ({ text, entry: exports.idOf(label), language: language ?? tag }));

/** A knowledge base of labelled questions, with so many of each entry. */
exports.knowledgeOf = (id, stored) => {
  const entries = new Map();
  const seen = new Set();
  for (const { text, entry } of stored) {
    const key = exports.keyOf(text);
    if (key && !seen.has(key)) {
      seen.add(key);
      entries.set(entry, [...(entries.get(entry) ?? []), text]);
    }
  }

  return {
    formatVersion: 1, id, name: id, languages: ['zh-Hans', 'zh-Hant', 'en'], defaultAnswer: '-',
    entries: [...entries].map(([entry, questions]) => {
      const [question, ...alternates] = exports.spread(questions, mostRowsOfEntry);
      return { id: entry, question, alternates, answer: '-' };
    }),
  };
};

/** Keys of what is stored, and of its translations. */
exports.translatedTo = (knowledge, pairs) => {
  const stored = new Set(knowledge.entries.flatMap((entry) => [entry.question, ...entry.alternates]).map(exports.keyOf));
  const known = new Set(stored);
  for (const [one, other] of pairs.map((pair) => pair.map(exports.keyOf))) {
    if (stored.has(one) || stored.has(other)) {
      known.add(one).add(other);
    }
  }

  return known;
};
