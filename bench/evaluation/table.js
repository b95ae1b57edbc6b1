// Prints the tables of docs/evaluation.md from the reports of eval --json: node table.js FOLDER SET…
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const [folder, ...names] = process.argv.slice(2);
// The shipped confidence was fitted on other questions of these knowledge bases; the languages listed are those whose questions it has seen.
const fitted = { hwu64: [], massive_zh: [], massive_en: [], massive_zh_tw: [], chitchat_zh: [], chitchat_en: [], bitext: [] };
const outOfScopeShare = 0.3;
const percent = (share) => (share === null || share === undefined ? '–' : `${(share * 100).toFixed(1)} %`);
const number = (value) => (value === null || value === undefined ? '–' : value.toFixed(3));
const mark = (met) => (met ? '' : ' ✗');

function errorOf(judged) {
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }));
  for (const { score, right, weight } of judged) {
    const bin = bins[Math.min(9, Math.floor(score * 10))];
    bin.confidence += weight * score;
    bin.right += right ? weight : 0;
  }

  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / weightOf(judged);
}

function areaOf(judged) {
  const inScope = judged.filter((item) => item.inScope), others = judged.filter((item) => !item.inScope);
  let area = 0;
  for (const one of inScope) {
    for (const other of others) {
      area += one.weight * other.weight * (one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0);
    }
  }

  return area / (weightOf(inScope) * weightOf(others));
}

function weightOf(judged) {
  return judged.reduce((sum, item) => sum + item.weight, 0);
}

const reports = names.map((name) => ({ name, report: JSON.parse(fs.readFileSync(path.join(folder, `${name}.report.json`), 'utf8')) }));
console.log('| set | entries | asked | out of scope | accuracy hybrid | cosine alone | BM25 alone | AUC | calibration error | precision | coverage |');
console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const { name, report } of reports) {
  const [hybrid, cosine, words] = report.systems.map((system) => system.all);
  const tests = report.againstOthers.map((test) => (test.pValue < 0.05 ? '' : ' ≈'));
  console.log(`| ${name}${fitted[name] ? ' *' : ''} | ${report.entries} | ${hybrid.questions - hybrid.outOfScope} | ${hybrid.outOfScope} | ${percent(hybrid.accuracy)} `
    + `| ${percent(cosine.accuracy)}${mark(hybrid.accuracy > cosine.accuracy)}${tests[0]} | ${percent(words.accuracy)}${mark(hybrid.accuracy > words.accuracy)}${tests[1]} `
    + `| ${number(hybrid.scopeAuc)}${mark(hybrid.scopeAuc >= 0.93)} | ${number(hybrid.calibrationError)}${mark(hybrid.calibrationError <= 0.05)} `
    + `| ${percent(hybrid.precision)}${mark(hybrid.precision >= 0.95)} | ${percent(hybrid.coverage)} |`);
}

for (const [title, isEven] of [['every set counts alike', true], ['every question counts alike', false]]) {
  console.log(`\n| language, ${title} | questions | calibration error | AUC | precision | coverage |`);
  console.log('|---|--:|--:|--:|--:|--:|');
  for (const language of ['zh-Hans', 'zh-Hant', 'en']) {
    const judged = reports.flatMap(({ name, report }) => (fitted[name]?.includes(language) ? [] : judgedOf(report, language, isEven)));
    const inScope = judged.filter((item) => item.inScope), answered = judged.filter((item) => item.score >= reports[0].report.threshold);
    const error = errorOf(judged), area = areaOf(judged);
    const precision = weightOf(answered.filter((item) => item.right)) / weightOf(answered);
    console.log(`| ${language} | ${judged.length} | ${number(error)}${mark(error <= 0.05)} | ${number(area)}${mark(area >= 0.93)} | ${percent(precision)}${mark(precision >= 0.95)} `
      + `| ${percent(weightOf(inScope.filter((item) => item.score >= reports[0].report.threshold)) / weightOf(inScope))} |`);
  }
}

function judgedOf(report, language, isEven) {
  const judged = report.questions.flatMap((question, i) => {
    const outcome = report.systems[0].outcomes[i];
    return question.language === language ? [{ score: outcome.score, right: outcome.rank === 1, inScope: question.expected != null, weight: 1 }] : [];
  });
  const inScope = judged.filter((item) => item.inScope).length;
  return isEven
    ? judged.map((item) => ({ ...item, weight: item.inScope ? (1 - outOfScopeShare) / inScope : outOfScopeShare / (judged.length - inScope) }))
    : judged;
}
