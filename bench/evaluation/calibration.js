// Makes the files that the shipped confidence is fitted on, of training rows alone: node calibration.js SHARED FOLDER
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { rows, idOf, keyOf, spread, labelled, knowledgeOf, translatedTo } = require('./rows.js');

const [shared, folder] = process.argv.slice(2);
const mostQuestions = 1000, mostForeign = 300, fewEntries = 15, mostOfFew = 250;
const data = (name) => rows(path.join(shared, 'data', 'train', `${name}.tsv`));
// A fixed sequence of numbers below 1: xorshift.
let state = 88675123;
const next = () => {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
};
const shuffled = (list) => list.map((item) => [next(), item]).sort(([one], [other]) => one - other).map(([, item]) => item);

function write(name, columns, lines) {
  fs.writeFileSync(path.join(folder, `${name}.tsv`), [columns, ...lines].map((line) => `${line.join('\t')}\n`).join(''));
}

function writeSet(name, stored, asked, most = mostQuestions) {
  write(`${name}.faq`, ['entry', 'question'], stored.map(({ entry, text }) => [entry, text]));
  write(`${name}.queries`, ['question', 'entry'], spread(asked, most).map(({ text, entry }) => [text, entry]));
}

/** The rows of intents that are not stored, asked of those that are. */
function writeIntents(name, knowledge, asked, most) {
  const stored = knowledge.entries.flatMap(({ id, question, alternates }) => [question, ...alternates].map((text) => ({ entry: id, text })));
  const keys = new Set(stored.map(({ text }) => keyOf(text))), known = new Set(knowledge.entries.map(({ id }) => id));
  writeSet(name, stored, asked.filter(({ text, entry }) => known.has(entry) && !keys.has(keyOf(text))), most);
}

/** Groups of wordings: one to four of each are stored, some groups are left out, and their wordings are near misses. */
function writeGroups(name, groups, most, leftOut) {
  const stored = [], asked = [];
  for (const { entry, texts } of groups) {
    const wordings = shuffled(texts), isLeftOut = next() < leftOut, own = isLeftOut ? [] : wordings.slice(0, Math.min(most, texts.length - 1));
    stored.push(...own.map((text) => ({ entry, text })));
    asked.push(...wordings.slice(own.length, own.length + 3).map((text) => ({ entry: isLeftOut ? '-' : entry, text })));
  }

  writeSet(name, stored, shuffled(asked));
}

fs.mkdirSync(folder, { recursive: true });
for (const [name, file] of [['hwu64', 'hwu64'], ['massive_en', 'massive_en'], ['bitext', 'bitext_customer_service_en'], ['chitchat_zh', 'chitchat_zh'], ['chitchat_en', 'chitchat_en']]) {
  writeIntents(name, knowledgeOf(name, labelled(data(file))), labelled(data(file)));
}

const massive = knowledgeOf('massive_zh', labelled(data('massive_zh')));
writeIntents('massive_zh', massive, labelled(data('massive_zh')));
// The evaluation asks an even choice of these rows; the others are asked here.
const translated = translatedTo(massive, data('parallel_massive_zhtw_zhcn'));
const traditional = labelled(data('massive_zh_tw')).filter(({ text }) => !translated.has(keyOf(text)));
const evaluated = new Set(spread(traditional, 1500).map(({ text }) => keyOf(text)));
writeIntents('massive_zh_tw', massive, traditional.filter(({ text }) => !evaluated.has(keyOf(text))));

// Hand-written FAQs: sets of one to four wordings an entry.
const wordings = new Map();
const domains = new Map();
for (const [intent, language, text] of data('faq_own')) {
  wordings.set(intent, [...(wordings.get(intent) ?? []), { language, text }]);
  const domain = intent.split('.')[0];
  domains.set(domain, (domains.get(domain) ?? new Set()).add(intent));
}

const chunks = [...domains.values()].flatMap((intents) => {
  const list = [...intents], parts = [];
  for (let i = 0; i < list.length; i += 150) parts.push(list.slice(i, i + 150));
  return parts;
}).filter((chunk) => chunk.length >= 15);
const faqs = spread(shuffled(chunks), 12);
faqs.forEach((intents, i) => writeGroups(`faq_own_${i}`, intents.map((intent) => ({ entry: idOf(intent), texts: wordings.get(intent).map(({ text }) => text) })), 1 + (i % 4), 0.25));

// Legal questions that mean the same.
const parent = new Map();
const root = (text) => (parent.get(text) === text ? text : root(parent.get(text)));
for (const [one, other, same] of data('diac_legal')) {
  for (const text of [one, other]) if (!parent.has(text)) parent.set(text, text);
  if (same === '1') parent.set(root(one), root(other));
}

const legal = new Map();
for (const text of parent.keys()) legal.set(root(text), [...(legal.get(root(text)) ?? []), text]);
const groups = shuffled([...legal.values()].filter((texts) => texts.length > 1)).slice(0, 400);
writeGroups('diac_legal', groups.map((texts, i) => ({ entry: `g${i}`, texts })), 2, 0.2);

// Knowledge bases of few entries with many questions each: what is asked of them is seldom confused. A part of the questions will do to show
// that, and leaves the measure of cosines to the others.
const few = ['massive_en', 'massive_zh', 'hwu64'].map((file) => {
  const knowledge = knowledgeOf(file, labelled(data(file)));
  writeIntents(`few_${file}`, { entries: shuffled(knowledge.entries).slice(0, fewEntries) }, labelled(data(file)), mostOfFew);
  return `few_${file}`;
});

// What no entry of any of them answers.
const used = new Set(faqs.flat());
const others = [...wordings].filter(([intent]) => !used.has(intent)).flatMap(([, texts]) => texts);
const writeForeign = (name, texts) => write(name, ['question'], spread(texts, mostForeign).map((text) => [text]));
writeForeign('foreign', others.map(({ text }) => text));
writeForeign('foreign_en', others.filter(({ language }) => language === 'en').map(({ text }) => text));
fs.writeFileSync(path.join(folder, 'sets'), ['massive_zh_tw', 'massive_zh', 'massive_en', 'hwu64', 'bitext', 'chitchat_zh', 'chitchat_en', ...few, ...faqs.map((_, i) => `faq_own_${i}`), 'diac_legal'].join(' '));
