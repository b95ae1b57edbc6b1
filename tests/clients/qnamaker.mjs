import assert from "node:assert/strict";
import { QnAMaker } from "botbuilder-ai";
import { QnAMakerRuntimeClient } from "@azure/cognitiveservices-qnamaker-runtime";
import { ApiKeyCredentials } from "@azure/ms-rest-js";
import { turn } from "./bot.mjs";

const { FAQBOT_ADDRESS: address, FAQBOT_KB: knowledgeBaseId, FAQBOT_KEY: endpointKey, FAQBOT_SECOND_KEY: secondKey } = process.env;
const endpoint = { knowledgeBaseId, endpointKey, host: `${address}/qnamaker` };
const open = "When does the counter open?";

// The SDK of bots: answer, score as a fraction, number as id, metadata, prompts in their order.
const maker = new QnAMaker(endpoint);
const [answer] = await maker.getAnswers(turn(`  ${open} `));
assert.equal(answer.answer, "At nine.");
assert.equal(answer.score, 1);
assert.equal(answer.id, 1);
assert.equal(answer.source, "manual.docx");
assert.deepEqual(answer.metadata, [{ name: "Branch", value: "north" }]);
assert.deepEqual(answer.context.prompts.map(({ displayOrder, qnaId, displayText }) => [displayOrder, qnaId, displayText]),
  [[0, 2, "Sundays?"], [1, answer.context.prompts[1].qnaId, "Refunds?"]]);
assert.ok(answer.context.prompts[1].qnaId > 1_000_000_000);
const raw = await maker.getAnswersRaw(turn(open));
assert.equal(raw.activeLearningEnabled, true);
assert.equal((await new QnAMaker({ ...endpoint, endpointKey: secondKey }).getAnswers(turn(open)))[0].id, 1);

// Threshold: the client sends its fraction as it is, which the service reads as one.
for (const scoreThreshold of [0.001, 0.3, 1]) {
  assert.ok((await maker.getAnswers(turn("when do you open the counter"), { scoreThreshold, top: 10 })).every(({ score, id }) => id === -1 || score >= scoreThreshold));
}
assert.ok((await maker.getAnswers(turn("counter"), { scoreThreshold: 0.001, top: 10 })).length > 1);

// No answer: the client keeps the one with id −1.
const [none] = await maker.getAnswers(turn("xqzt"), { strictFilters: [{ name: "ignored", value: "x" }], filters: { metadataFilter: { metadata: [{ key: "branch", value: "nowhere" }], logicalOperation: "AND" } } });
assert.deepEqual([none.id, none.score, none.answer, none.questions], [-1, 0, "抱歉，这里没有答案。", []]);

// Filters reach the service only beside filters.metadataFilter; alone they are dropped by the client, and more is found.
const filtered = (filters, strictFiltersJoinOperator) => maker.getAnswers(turn("counter"), {
  scoreThreshold: 0.001, top: 10, strictFilters: [{ name: "branch", value: "south" }], strictFiltersJoinOperator, filters,
});
const south = await filtered({ metadataFilter: { metadata: [{ key: "branch", value: "south" }], logicalOperation: "AND" } });
assert.deepEqual(south.map(({ id }) => id), [3]);
assert.ok((await filtered(undefined, "OR")).length > 1);
const either = await filtered({ metadataFilter: { metadata: [{ key: "branch", value: "south" }, { key: "branch", value: "north" }], logicalOperation: "OR" } });
assert.deepEqual(either.map(({ id }) => id).sort(), [1, 3]);
const bySource = await filtered({ metadataFilter: { metadata: [{ key: "source_name_metadata", value: "WEB" }], logicalOperation: "AND" } });
assert.deepEqual(bySource.map(({ id }) => id), [3]);

// Context: an entry that answers only after its parent, with the SDK's spelling of the member.
const follow = "And on Sundays?";
assert.notEqual((await maker.getAnswers(turn(follow)))[0]?.id, 2);
assert.equal((await maker.getAnswers(turn(follow), { context: { previousQnAId: 1, previousUserQuery: open } }))[0].id, 2);

// An id outranks the question; the draft answers tests.
assert.equal((await maker.getAnswers(turn("anything"), { qnaId: 3 }))[0].answer, "Behind the south counter.");
assert.equal((await maker.getAnswers(turn(open), { isTest: true }))[0].answer, "Draft: at eight.");
for (const rankerType of ["QuestionOnly", "AutoSuggestQuestion"]) {
  assert.equal((await maker.getAnswers(turn(open), { rankerType }))[0].id, 1);
}

// Feedback: 204 without a body, or the client fails; ids come as text.
await maker.callTrain({ feedbackRecords: [{ userId: "u", userQuestion: "opening", qnaId: "1" }] });

// Errors: the client reads any body as JSON and shows it.
await assert.rejects(new QnAMaker({ ...endpoint, endpointKey: "wrong" }).getAnswers(turn(open)), /Failed to generate answers: .*"code":"Unauthorized"/);
await assert.rejects(new QnAMaker({ ...endpoint, knowledgeBaseId: "other" }).getAnswers(turn(open)), /Failed to generate answers: .*"code":"KbNotFound"/);
await assert.rejects(maker.getAnswers(turn("x".repeat(1001))), /Failed to generate answers: .*"code":"BadArgument".*longer than 1000/);
await assert.rejects(maker.getAnswers(turn("x".repeat(100_000))), /Failed to generate answers: .*too large/);

// The runtime client of Azure.
const runtime = (header) => new QnAMakerRuntimeClient(new ApiKeyCredentials({ inHeader: header }), address).runtime;
const service = runtime({ Authorization: `EndpointKey ${endpointKey}` });
const result = await service.generateAnswer(knowledgeBaseId, { question: open, top: 1, scoreThreshold: 50 });
assert.deepEqual([result.answers[0].id, result.answers[0].score, result.answers[0].answer], [1, 100, "At nine."]);
assert.equal((await service.generateAnswer(knowledgeBaseId, { qnaId: "3" })).answers[0].id, 3);
assert.equal((await service.generateAnswer(knowledgeBaseId, { question: "counter", scoreThreshold: 100 })).answers[0].id, -1);
const sunday = await service.generateAnswer(knowledgeBaseId, { question: follow, context: { previousQnaId: "1", previousUserQuery: open } });
assert.equal(sunday.answers[0].id, 2);
assert.equal(sunday.answers[0].context.isContextOnly, true);
const strict = { question: "counter", top: 10, strictFilters: [{ name: "Branch", value: "North" }, { name: "Branch", value: "South" }] };
assert.equal((await service.generateAnswer(knowledgeBaseId, strict)).answers[0].id, -1);
assert.equal((await service.generateAnswer(knowledgeBaseId, { ...strict, strictFilters: strict.strictFilters.slice(1) })).answers[0].id, 3);
const trained = await service.train(knowledgeBaseId, { feedbackRecords: [{ userId: "u", userQuestion: "parking", qnaId: 3 }] });
assert.equal(trained._response.status, 204);
await assert.rejects(runtime({ Authorization: "EndpointKey wrong" }).generateAnswer(knowledgeBaseId, { question: open }),
  (error) => error.statusCode === 401 && error.body.error.code === "Unauthorized");
await assert.rejects(service.generateAnswer("other", { question: open }), (error) => error.statusCode === 404 && error.body.error.code === "KbNotFound");
await assert.rejects(service.generateAnswer(knowledgeBaseId, { question: "" }), (error) => error.statusCode === 400 && error.body.error.details[0].target === "question");

console.log("done");
