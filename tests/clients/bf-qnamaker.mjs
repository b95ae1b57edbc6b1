import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The commands of `bf`, as its own starter calls them.
const { FAQBOT_ADDRESS: address, FAQBOT_ADMIN_KEY: subscriptionKey } = process.env;
process.env.BF_CLI_TELEMETRY = "false";
const folder = mkdtempSync(join(tmpdir(), "bf-"));
process.env.HOME = process.env.XDG_CONFIG_HOME = process.env.XDG_CACHE_HOME = process.env.XDG_DATA_HOME = folder;
const require = createRequire(import.meta.url);
const root = join(require.resolve("@microsoft/bf-qnamaker/package.json"), "..");
const endpoint = `${address}/qnamaker/v4.0`;

/** Runs a command; gives what it printed. */
async function bf(name, ...flags) {
  const { default: Command } = require(`@microsoft/bf-qnamaker/lib/commands/${name}`);
  const lines = [];
  const { log } = Command.prototype;
  Command.prototype.log = (line) => lines.push(typeof line === "string" ? line : JSON.stringify(line));
  try {
    await Command.run(flags, root);
  } finally {
    Command.prototype.log = log;
  }
  return lines.join("\n");
}

try {
  const file = join(folder, "ferry.en-us.qna");
  const write = (answer) => writeFileSync(file, `> !# @qna.pair.source = ferry.docx

<a id = "1"></a>

# ? When does the first ferry leave?
- departure of the first ferry

**Filters:**
- pier = north

\`\`\`markdown
${answer}
\`\`\`

**Prompts:**
- [Sundays?](#2) \`context-only\`

<a id = "2"></a>

# ? And on Sundays?

\`\`\`markdown
At ten.
\`\`\`
`);
  const build = () => bf("qnamaker/build", "--in", file, "--subscriptionKey", subscriptionKey, "--botName", "Ferry", "--suffix", "test",
    "--endpoint", endpoint, "--out", folder, "--force", "--log");
  write("At nine.");
  const first = await build();
  assert.match(first, /Creating finished for kb Ferry\(test\)\.en-us\.qna/);
  assert.match(first, /Publishing finished/);
  const settings = JSON.parse(readFileSync(join(folder, "qnamaker.settings.test.westus.json"), "utf8")).qna;
  assert.equal(settings.hostname, `${address}/qnamaker`);
  const kbId = settings.ferry_en_us_qna;
  assert.match(kbId, /^[0-9a-f-]{36}$/);

  const doc = JSON.parse(await bf("qnamaker/kb/export", "--kbId", kbId, "--subscriptionKey", subscriptionKey, "--endpoint", endpoint));
  assert.deepEqual(doc.qnaDocuments.map(({ answer, questions, source }) => [answer, questions, source]), [
    ["At nine.", ["When does the first ferry leave?", "departure of the first ferry"], "ferry.docx"],
    ["At ten.", ["And on Sundays?"], "custom editorial"],
  ]);
  assert.equal(doc.qnaDocuments[0].context.prompts[0].qnaId, doc.qnaDocuments[1].id);
  assert.equal(doc.qnaDocuments[1].context.isContextOnly, true);
  assert.match(
    await bf("qnamaker/kb/export", "--kbId", kbId, "--subscriptionKey", subscriptionKey, "--endpoint", endpoint, "--qnaFormat"),
    /# \? ?When does the first ferry leave\?/);

  // Nothing changed: the builder compares what is published with its file.
  assert.match(await build(), /has no changes/);
  write("At eight.");
  assert.match(await build(), /Updating finished/);
  const changed = JSON.parse(await bf("qnamaker/kb/export", "--kbId", kbId, "--subscriptionKey", subscriptionKey, "--endpoint", endpoint));
  assert.deepEqual(changed.qnaDocuments.map(({ id, answer }) => [id, answer]), [[doc.qnaDocuments[0].id, "At eight."], [doc.qnaDocuments[1].id, "At ten."]]);

  // The other commands.
  assert.ok(JSON.parse(await bf("qnamaker/kb/list", "--subscriptionKey", subscriptionKey, "--endpoint", endpoint)).knowledgebases.some(({ id }) => id === kbId));
  assert.equal(JSON.parse(await bf("qnamaker/kb/get", "--kbId", kbId, "--subscriptionKey", subscriptionKey, "--endpoint", endpoint)).name, "Ferry(test).en-us.qna");
  const update = join(folder, "update.json");
  writeFileSync(update, JSON.stringify({ add: { qnaList: [{ id: 0, answer: "Sixty.", source: "Editorial", questions: ["How many seats are there?"], metadata: [] }] } }));
  await bf("qnamaker/kb/update", "--kbId", kbId, "--in", update, "--subscriptionKey", subscriptionKey, "--endpoint", endpoint, "--wait");
  await bf("qnamaker/kb/publish", "--kbId", kbId, "--subscriptionKey", subscriptionKey, "--endpoint", endpoint);
  assert.equal(JSON.parse(await bf("qnamaker/kb/export", "--kbId", kbId, "--subscriptionKey", subscriptionKey, "--endpoint", endpoint)).qnaDocuments.length, 3);
  await bf("qnamaker/kb/delete", "--kbId", kbId, "--subscriptionKey", subscriptionKey, "--endpoint", endpoint, "--force");
  assert.ok(!JSON.parse(await bf("qnamaker/kb/list", "--subscriptionKey", subscriptionKey, "--endpoint", endpoint)).knowledgebases.some(({ id }) => id === kbId));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log("done");
