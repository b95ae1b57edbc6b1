// Brings the shared near misses and complaints into the form of eval: node nearmiss-sets.js SHARED REPOSITORY FOLDER
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { rows } = require('./rows.js');

const [shared, repository, folder] = process.argv.slice(2);
const data = (...parts) => path.join(shared, 'data', 'eval', ...parts);
const sets = [];

function write(group, name, knowledge, queries) {
  sets.push(`${group} ${name}\n`);
  fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ ...JSON.parse(fs.readFileSync(knowledge, 'utf8')), id: name }));
  fs.writeFileSync(path.join(folder, `${name}.queries.tsv`), ['question\tentry\tkind', ...queries, ''].join('\n'));
}

// What no entry answers must not be answered: suggestions and no match are both right.
const kindOf = (kind) => (kind.includes('unrelated') ? 'foreign' : kind.split(' (')[0]);

fs.mkdirSync(folder, { recursive: true });
for (const file of fs.readdirSync(data('nearmiss')).filter((name) => name.endsWith('.queries.tsv'))) {
  const name = file.replace('.queries.tsv', '');
  write('nearmiss', name, data('nearmiss', `${name}.json`), rows(data('nearmiss', file)).map((row) => row.join('\t')));
}

const cases = rows(data('complaints', 'cases.tsv'));
for (const name of new Set(cases.map(([knowledge]) => knowledge))) {
  const asked = cases.filter(([knowledge]) => knowledge === name);
  const knowledge = name === 'shop' ? path.join(repository, 'data', 'faq.json') : data('complaints', 'kb', `${name}.json`);
  write('complaints', name, knowledge, asked.map(([, question, , entry, kind]) => [question, entry, kindOf(kind)].join('\t')));
}

fs.writeFileSync(path.join(folder, 'sets.txt'), sets.join(''));
