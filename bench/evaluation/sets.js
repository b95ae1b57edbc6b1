// Makes knowledge files and labelled questions of the shared evaluation sets: node sets.js SHARED REPOSITORY FOLDER
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { rows, keyOf, idOf, spread, labelled, knowledgeOf, translatedTo } = require('./rows.js');

const [shared, repository, folder] = process.argv.slice(2);
const outOfScopeShare = 0.3;
const mostZhHant = 1500;
const data = (...parts) => rows(path.join(shared, 'data', ...parts));

function write(name, knowledge, asked, foreign) {
  const known = new Set(knowledge.entries.map((entry) => entry.id));
  const own = asked.filter(({ entry }) => entry === '-' || known.has(entry));
  const inScope = own.filter(({ entry }) => entry !== '-').length;
  const others = spread(foreign, Math.max(0, Math.round((inScope * outOfScopeShare) / (1 - outOfScopeShare)) - (own.length - inScope)));
  const lines = [...own, ...others.map(({ text, language }) => ({ text, entry: '-', language }))].map(({ text, entry, language }) => `${text}\t${entry}\t${language}`);
  fs.writeFileSync(path.join(folder, `${name}.queries.tsv`), ['question\tentry\tlanguage', ...lines, ''].join('\n'));
  fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(knowledge));
}

const zh = 'zh-Hans', hant = 'zh-Hant', en = 'en';
const tags = { zh, en, 'zh-Hant': hant };
const gov = data('eval', 'gov_own.queries.tsv').map(([text, label, tag]) => ({ text, entry: idOf(label), language: tags[tag] }));
const legal = labelled(data('eval', 'legal_zh_dev.queries.tsv'), zh);
const bitext = labelled(data('eval', 'bitext_customer_service_en_test.tsv'), en);
const shop = rows(path.join(repository, 'tests', 'data', 'shop.queries.tsv')).map(([text, entry, language]) => ({ text, entry, language }));
const shopOwn = shop.filter(({ entry }) => entry !== '-');
const massiveZh = labelled(data('eval', 'massive_zh_test.tsv'), zh);
const massiveEn = labelled(data('eval', 'massive_en_test.tsv'), en);
const of = (language, ...sets) => sets.flat().filter((question) => question.language === language);

// Commands to a loudspeaker and small talk overlap with each other, not with offices, law and shops.
const officeZh = of(zh, gov, legal, shopOwn), officeEn = of(en, gov, bitext, shopOwn);
fs.mkdirSync(folder, { recursive: true });
write('shop', JSON.parse(fs.readFileSync(path.join(repository, 'data', 'faq.json'), 'utf8')), shop, [...spread(massiveZh, 150), ...spread(massiveEn, 60)]);
write('gov_own', knowledgeOf('gov_own', data('eval', 'gov_own.faq.tsv').map(([label, text]) => ({ text, entry: idOf(label) }))), gov,
  [...spread(massiveZh, 400), ...spread(massiveEn, 265), ...of(hant, shopOwn)]);
write('legal_zh', knowledgeOf('legal_zh', data('eval', 'legal_zh_dev.faq.tsv').map(([label, text]) => ({ text, entry: idOf(label) }))), legal, massiveZh);
write('chitchat_zh', knowledgeOf('chitchat_zh', labelled(data('train', 'chitchat_zh.tsv'), zh)), labelled(data('eval', 'chitchat_zh_test.tsv'), zh), officeZh);
write('chitchat_en', knowledgeOf('chitchat_en', labelled(data('train', 'chitchat_en.tsv'), en)), labelled(data('eval', 'chitchat_en_test.tsv'), en), officeEn);
write('hwu64', knowledgeOf('hwu64', labelled(data('train', 'hwu64.tsv'), en)), labelled(data('eval', 'hwu64_test.tsv'), en), officeEn);
write('massive_zh', knowledgeOf('massive_zh', labelled(data('train', 'massive_zh.tsv'), zh)), massiveZh, officeZh);
write('massive_en', knowledgeOf('massive_en', labelled(data('train', 'massive_en.tsv'), en)), massiveEn, officeEn);
write('bitext', knowledgeOf('bitext', labelled(data('train', 'bitext_customer_service_en.tsv'), en)), bitext, massiveEn);
for (const [name, language, foreign] of [['zh', zh, officeZh], ['en', en, officeEn]]) {
  const stored = data('train', 'xsid_valid.tsv').filter(([, , tag]) => tag === name);
  write(`xsid_${name}`, knowledgeOf(`xsid_${name}`, labelled(stored, language)), labelled(data('eval', `xsid_${name}_test.tsv`), language), foreign);
}

// Traditional questions to the knowledge base in simplified characters, without those that translate one of its own.
const simplified = JSON.parse(fs.readFileSync(path.join(folder, 'massive_zh.json'), 'utf8'));
const translated = translatedTo(simplified, data('train', 'parallel_massive_zhtw_zhcn.tsv'));
const traditional = labelled(data('train', 'massive_zh_tw.tsv'), hant).filter(({ text }) => !translated.has(keyOf(text)));
write('massive_zh_tw', { ...simplified, id: 'massive_zh_tw' }, spread(traditional, mostZhHant), of(hant, gov, shopOwn));
