import assert from "node:assert/strict";
import { CustomQuestionAnswering } from "botbuilder-ai";
import { turn } from "./bot.mjs";

const { FAQBOT_ADDRESS: host, FAQBOT_KB: id, FAQBOT_NAME: name, FAQBOT_KEY: endpointKey, FAQBOT_OTHER_KEY: otherKey } = process.env;
const open = "When does the counter open?";
const client = (endpoint = {}, options) => new CustomQuestionAnswering({ knowledgeBaseId: id, endpointKey, host, ...endpoint }, options);
const ask = async (question, options) => client().getAnswers(turn(question), options);

// A project is known by its id, or by its name, which is neither ASCII nor without blanks.
for (const knowledgeBaseId of [id, name, encodeURIComponent(name)]) {
  const [answer] = await client({ knowledgeBaseId }).getAnswers(turn(open));
  assert.equal(answer.answer, "At nine.");
  assert.equal(answer.score, 1);
  assert.equal(answer.id, 1);
  assert.equal(answer.source, "manual.docx");
  assert.deepEqual(answer.metadata, [{ name: "Branch", value: "north" }]);
  assert.deepEqual(answer.context.prompts.map(({ displayOrder, qnaId }) => [displayOrder, qnaId])[0], [0, 2]);
  assert.equal(answer.answerSpan.text, "At nine.");
  assert.deepEqual([answer.answerSpan.startIndex, answer.answerSpan.endIndex], [0, 7]);
}
assert.equal((await client({}, { enablePreciseAnswer: false }).getAnswers(turn(open)))[0].answerSpan, null);

// Threshold, on the scale from 0 to 1; nothing above it is the one answer with id −1, which the client keeps.
assert.ok((await ask("counter", { scoreThreshold: 0.001, top: 10 })).length > 1);
const nowhere = { metadataFilter: { metadata: [{ key: "branch", value: "nowhere" }], logicalOperation: "AND" }, sourceFilter: [], logicalOperation: "AND" };
for (const [question, options] of [[open, { filters: nowhere }], ["when will the counter be open", { scoreThreshold: 1 }]]) {
  const [none] = await ask(question, options);
  assert.deepEqual([none.id, none.score, none.answer, none.questions], [-1, 0, "抱歉，这里没有答案。", []]);
}

// Filters: metadata, sources, and both.
const found = async (filters) => (await ask("counter", { scoreThreshold: 0.001, top: 10, filters })).map(({ id }) => id).sort();
const metadata = (...values) => ({ metadata: values.map((value) => ({ key: "BRANCH", value })), logicalOperation: "OR" });
assert.deepEqual(await found({ metadataFilter: metadata("South") }), [3]);
assert.deepEqual(await found({ metadataFilter: metadata("south", "north") }), [1, 3]);
assert.deepEqual(await found({ sourceFilter: ["Manual.docx", "web"] }), [1, 3]);
assert.deepEqual(await found({ metadataFilter: metadata("north"), sourceFilter: ["web"], logicalOperation: "AND" }), [-1]);
assert.deepEqual(await found({ metadataFilter: metadata("north"), sourceFilter: ["web"], logicalOperation: "OR" }), [1, 3]);
assert.deepEqual((await ask("counter", { scoreThreshold: 0.001, top: 10, strictFilters: [{ name: "branch", value: "south" }] })).map(({ id }) => id), [3]);

// Context, id before question, draft.
const follow = "And on Sundays?";
assert.notEqual((await ask(follow))[0]?.id, 2);
assert.equal((await ask(follow, { context: { previousQnAId: 1, previousUserQuery: open } }))[0].id, 2);
assert.equal((await ask("anything", { qnaId: 3 }))[0].answer, "Behind the south counter.");
assert.equal((await ask(open, { isTest: true }))[0].answer, "Draft: at eight.");
assert.equal((await ask(open, { rankerType: "QuestionOnly", includeUnstructuredSources: false }))[0].id, 1);

// Feedback, also to the name.
for (const knowledgeBaseId of [id, name]) {
  await client({ knowledgeBaseId }).callTrain({ feedbackRecords: [{ userId: "u", userQuestion: "opening", qnaId: "1" }] });
}

// Errors are JSON with a reason.
const failure = (code) => new RegExp(`Failed to query knowledgebase: .*"code":"${code}"`);
await assert.rejects(client({ endpointKey: "wrong" }).getAnswers(turn(open)), failure("Unauthorized"));
await assert.rejects(client({ endpointKey: otherKey }).getAnswers(turn(open)), failure("Unauthorized"));
await assert.rejects(client({ knowledgeBaseId: "另一个" }).getAnswers(turn(open)), failure("ProjectNotFound"));
await assert.rejects(ask("x".repeat(1001)), failure("InvalidArgument"));

console.log("done");
