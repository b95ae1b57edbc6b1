// Prints the tables of near misses from the reports of eval --json: node nearmiss-table.js FOLDER [THRESHOLD]
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const [folder, other] = process.argv.slice(2);
const number = (value) => (value === null ? '–' : value.toFixed(3));
const percent = (share) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const share = (list, value) => (list.length === 0 ? null : list.reduce((sum, item) => sum + value(item), 0) / list.length);
const mean = (values) => share(values.filter((value) => value !== null), (value) => value);

/** What a report's questions get at a threshold; suggestions never ask for more confidence than answers. */
function at(report, threshold) {
  const suggest = Math.min(report.suggestThreshold, threshold);
  const asked = report.questions.map((question, i) => {
    const outcome = report.systems[0].outcomes[i];
    const answered = outcome.found !== null && outcome.score >= threshold;
    const shown = !answered && outcome.score >= suggest ? outcome.suggestions : [];
    const listed = question.offered ?? [];
    const right = outcome.rank === 1 ? 1 : question.kind === 'compound' && listed.includes(outcome.found) ? 0.5 : 0;
    return { expected: question.expected, kind: question.kind, listed, answered, shown, right };
  });
  const answerable = asked.filter((item) => item.expected !== null), several = asked.filter((item) => item.listed.length > 0);
  const none = asked.filter((item) => item.expected === null && item.listed.length === 0);
  const isAnswered = (item) => (item.answered ? 1 : 0);
  return {
    near: share(none.filter((item) => item.kind !== 'foreign'), isAnswered),
    right: share(answerable, (item) => (item.answered ? item.right : 0)),
    offered: share(answerable, (item) => (item.answered ? item.right : item.shown.includes(item.expected) ? 1 : 0)),
    precision: share(asked.filter((item) => item.answered), (item) => item.right),
    several: share(several, (item) => (item.answered ? item.right : item.shown.filter((id) => item.listed.includes(id)).length >= 2 ? 1 : 0)),
    foreign: share(none.filter((item) => item.kind === 'foreign'), isAnswered),
    error: report.systems[0].all.nearMissCalibrationError,
  };
}

const columns = [
  ['near', 'near misses answered', percent], ['right', 'right', percent], ['offered', 'offered', percent], ['precision', 'precision', percent],
  ['several', 'general and compound', percent], ['foreign', 'foreign answered', percent], ['error', 'calibration error', number],
];
const meanOf = (figures) => Object.fromEntries(columns.map(([key]) => [key, mean(figures.map((one) => one[key]))]));
const line = (cells) => console.log(`| ${cells.join(' | ')} |`);
const sets = fs.readFileSync(path.join(folder, 'sets.txt'), 'utf8').trim().split('\n').map((text) => {
  const [group, name] = text.split(' ');
  return { group, name, report: JSON.parse(fs.readFileSync(path.join(folder, 'reports', `${name}.json`), 'utf8')) };
});
const thresholds = [sets[0].report.threshold, ...(other === undefined ? [] : [Number(other)])];

line(['knowledge base', 'threshold', ...columns.map(([, name]) => name)]);
line(['---', ...Array(columns.length + 1).fill('--:')]);
for (const threshold of thresholds) {
  for (const group of ['nearmiss', 'complaints']) {
    const figures = sets.filter((set) => set.group === group).map(({ name, report }) => ({ name, ...at(report, threshold) }));
    for (const one of [...figures, { name: `**mean of ${group}**`, ...meanOf(figures) }]) {
      line([one.name, threshold, ...columns.map(([key, , show]) => show(one[key]))]);
    }
  }
}

/** Expected calibration error over the questions of all reports together, near misses weighing a third of them. */
function pooledError(reports) {
  const asked = reports.flatMap((report) => report.questions.map((question, i) => {
    const outcome = report.systems[0].outcomes[i];
    const isNear = question.expected === null && (question.offered ?? []).length === 0 && question.kind !== 'foreign';
    return { isNear, confidence: outcome.score ?? 0, right: outcome.rank === 1 ? 1 : 0 };
  }));
  const others = asked.filter((item) => !item.isNear).length, near = others / 2 / (asked.length - others);
  const bins = Array.from({ length: 10 }, () => 0);
  for (const item of asked) {
    bins[Math.min(9, Math.floor(item.confidence * 10))] += (item.isNear ? near : 1) * (item.confidence - item.right);
  }

  return bins.reduce((sum, bin) => sum + Math.abs(bin), 0) / (others * 1.5);
}

const pooled = sets.filter((set) => set.group === 'nearmiss').map((set) => set.report);
console.log(`\nCalibration error over all questions of nearmiss, near misses a third of them: ${number(pooledError(pooled))}`);
console.log('\nMeans of nearmiss by threshold:\n');
line(['threshold', 'near misses answered', 'right', 'precision']);
line(Array(4).fill('--:'));
for (let step = 1; step <= 19; step++) {
  const figures = meanOf(sets.filter((set) => set.group === 'nearmiss').map(({ report }) => at(report, step / 20)));
  line([(step / 20).toFixed(2), percent(figures.near), percent(figures.right), percent(figures.precision)]);
}
