// Makes the files that the shipped confidence is fitted on, of other questions than those of sets.js: node calibration.js SHARED EVALUATED FOLDER
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { rows, idOf, keyOf, spread, labelled, knowledgeOf, translatedTo } = require('./rows.js');

const [shared, evaluated, folder] = process.argv.slice(2);
const mostQuestions = 1000;
const data = (...parts) => rows(path.join(shared, 'data', ...parts));
const isEvaluated = new Set(rows(path.join(evaluated, 'massive_zh_tw.queries.tsv')).map(([text]) => keyOf(text)));

function write(name, columns, lines) {
  fs.writeFileSync(path.join(folder, name), [columns, ...lines].map((line) => `${line.join('\t')}\n`).join(''));
}

function writeSet(name, knowledge, asked) {
  const known = new Set(knowledge.entries.map((entry) => entry.id));
  write(`${name}.faq.tsv`, ['entry', 'question'], knowledge.entries.flatMap(({ id, question, alternates }) => [question, ...alternates].map((text) => [id, text])));
  write(`${name}.queries.tsv`, ['question', 'entry'], spread(asked.filter(({ entry }) => known.has(entry)), mostQuestions).map(({ text, entry }) => [text, entry]));
}

fs.mkdirSync(folder, { recursive: true });

// The questions in traditional characters stay unseen.
writeSet('gov_own', knowledgeOf('gov_own', data('eval', 'gov_own.faq.tsv').map(([label, text]) => ({ text, entry: idOf(label) }))),
  labelled(data('eval', 'gov_own.queries.tsv')).filter(({ language }) => language !== 'zh-Hant'));
writeSet('hwu64', knowledgeOf('hwu64', labelled(data('train', 'hwu64.tsv'))), labelled(data('eval', 'hwu64_valid.tsv')));
const massive = knowledgeOf('massive_zh', labelled(data('train', 'massive_zh.tsv')));
writeSet('massive_zh', massive, labelled(data('eval', 'massive_zh_dev.tsv')));
writeSet('massive_en', knowledgeOf('massive_en', labelled(data('train', 'massive_en.tsv'))), labelled(data('eval', 'massive_en_dev.tsv')));
const translated = translatedTo(massive, data('train', 'parallel_massive_zhtw_zhcn.tsv'));
writeSet('massive_zh_tw', massive, labelled(data('train', 'massive_zh_tw.tsv')).filter(({ text }) => !translated.has(keyOf(text)) && !isEvaluated.has(keyOf(text))));

// What no entry of any of them answers.
const chitchat = (language) => data('eval', `chitchat_${language}_test.tsv`).map(([text]) => text);
const own = data('train', 'faq_own.tsv');
const textsOf = (list) => spread(list.map(([, , text]) => text), mostQuestions);
const writeForeign = (name, texts) => write(`${name}.tsv`, ['question'], texts.map((text) => [text]));
writeForeign('foreign', [...textsOf(own), ...chitchat('zh'), ...chitchat('en')]);
writeForeign('foreign_en', [...textsOf(own.filter(([, language]) => language === 'en')), ...chitchat('en')]);
