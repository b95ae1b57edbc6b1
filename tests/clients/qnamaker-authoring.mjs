import assert from "node:assert/strict";
import { QnAMakerClient } from "@azure/cognitiveservices-qnamaker";
import { ApiKeyCredentials } from "@azure/ms-rest-js";

const { FAQBOT_ADDRESS: address, FAQBOT_ADMIN_KEY: key } = process.env;
const connect = (subscriptionKey) => new QnAMakerClient(new ApiKeyCredentials({ inHeader: { "Ocp-Apim-Subscription-Key": subscriptionKey } }), address);
const { knowledgebase, alterations, endpointKeys, endpointSettings, operations } = connect(key);
const wait = async (operation) => {
  for (let current = operation; ; current = await operations.getDetails(operation.operationId)) {
    if (!["NotStarted", "Running"].includes(current.operationState)) {
      return current;
    }
  }
};

// Create: prompts lead to entries of the list, by their ids or as whole entries within.
const created = await wait(await knowledgebase.create({
  name: "Ferry", language: "English", enableHierarchicalExtraction: false,
  qnaList: [
    {
      id: 1, answer: "At nine.", source: "ferry.docx", questions: ["When does the first ferry leave?", "departure of the first ferry"],
      metadata: [{ name: "pier", value: "north" }],
      context: {
        isContextOnly: false,
        prompts: [
          { displayOrder: 0, qnaId: 2, displayText: "Sundays?" },
          { displayOrder: 1, displayText: "Bikes?", qna: { id: 0, answer: "Two euros.", questions: ["What does a bicycle cost?"], metadata: [], context: { isContextOnly: true, prompts: [] } } },
        ],
      },
    },
    { id: 2, answer: "At ten.", source: "ferry.docx", questions: ["And on Sundays?"], metadata: [], context: { isContextOnly: true, prompts: [] } },
  ],
}));
assert.equal(created.operationState, "Succeeded");
const id = created.resourceLocation.split("/")[2];
const entries = async (environment, options) => (await knowledgebase.download(id, environment, options)).qnaDocuments;
const named = (list, question) => list.find(({ questions }) => questions.includes(question));
let test = await entries("Test");
assert.equal(test.length, 3);
const [first, sunday, bicycle] = ["When does the first ferry leave?", "And on Sundays?", "What does a bicycle cost?"].map((question) => named(test, question));
assert.equal(first.source, "ferry.docx");
assert.deepEqual(first.metadata, [{ name: "pier", value: "north" }]);
assert.deepEqual(first.context.prompts.map(({ qnaId, displayText }) => [qnaId, displayText]), [[sunday.id, "Sundays?"], [bicycle.id, "Bikes?"]]);
assert.equal(bicycle.context.isContextOnly, true);
assert.deepEqual(await entries("Prod"), []);
const details = await knowledgebase.getDetails(id);
assert.deepEqual([details.name, details.hostName, details.sources], ["Ferry", address, ["Editorial", "ferry.docx"]]);
assert.ok((await knowledgebase.listAll()).knowledgebases.some((kb) => kb.id === id));

// Publish: what is published answers at once.
await knowledgebase.publish(id);
const ask = async (question, body = {}) => {
  const response = await fetch(`${address}/qnamaker/knowledgebases/${id}/generateAnswer`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ question, ...body }),
  });
  return (await response.json()).answers[0];
};
assert.equal((await ask("departure of the first ferry")).answer, "At nine.");
assert.equal((await entries("Prod")).length, 3);
assert.ok((await knowledgebase.getDetails(id)).lastPublishedTimestamp);

// Update: deletes, changes and additions at once; the test index has them, production has not.
const updated = await wait(await knowledgebase.update(id, {
  add: { qnaList: [{ id: 0, answer: "Behind the pier.", questions: ["Where can I park my car?"], metadata: [{ name: "pier", value: "south" }] }] },
  deleteProperty: { ids: [bicycle.id] },
  update: {
    name: "Ferry 2",
    qnaList: [{
      id: first.id, answer: "At eight.", source: "editor",
      questions: { add: ["When can I leave?"], deleteProperty: ["departure of the first ferry"] },
      metadata: { add: [{ name: "season", value: "winter" }], deleteProperty: [{ name: "pier", value: "north" }] },
      context: { isContextOnly: false, promptsToDelete: [], promptsToAdd: [{ displayOrder: 0, qnaId: sunday.id, displayText: "On Sundays?" }] },
    }],
  },
}));
assert.equal(updated.operationState, "Succeeded");
assert.equal(updated.resourceLocation, `/knowledgebases/${id}`);
test = await entries("Test");
const changed = named(test, "When can I leave?");
assert.deepEqual([changed.id, changed.answer, changed.source, changed.questions], [first.id, "At eight.", "editor", ["When does the first ferry leave?", "When can I leave?"]]);
assert.deepEqual(changed.metadata, [{ name: "season", value: "winter" }]);
assert.deepEqual(changed.context.prompts.map(({ displayText }) => displayText), ["On Sundays?"]);
assert.equal(named(test, "Where can I park my car?").source, "Editorial");
assert.equal(named(test, "What does a bicycle cost?"), undefined);
assert.equal(named(await entries("Prod"), "When can I leave?"), undefined);
assert.equal((await knowledgebase.getDetails(id)).name, "Ferry 2");
assert.deepEqual((await entries("Test", { source: "editor" })).map(({ id }) => id), [first.id]);
assert.equal((await entries("Test", { changedSince: "1d" })).length, 3);
assert.equal((await entries("Test", { changedSince: "0s" })).length, 0);

// One fault refuses all of it, and everything is told.
const fails = async (work, status, ...said) => {
  const error = await work().then(() => assert.fail("It was accepted."), (failure) => failure);
  assert.equal(error.statusCode, status, error.stack);
  for (const text of said) {
    assert.match(JSON.stringify(error.body ?? error), text);
  }
};
await fails(() => knowledgebase.update(id, {
  add: { qnaList: [{ answer: "Ten.", questions: ["When can I leave?"] }, { answer: " ", questions: ["Is there a kiosk?"] }, { answer: "x", questions: ["Where are the cabins?"], context: { prompts: [{ qnaId: 4711, displayText: "?" }] } }] },
  deleteProperty: { ids: [999] },
}), 400, /delete\.ids\[0\]/, /add\.qnaList\[1\]/, /4711/);
await fails(() => knowledgebase.update(id, { add: { qnaList: [{ answer: "Ten.", questions: ["When can I leave?"] }] } }), 400, /is also a question of entry/, /add\.qnaList\[0\]/);
await fails(() => knowledgebase.update(id, { add: { urls: ["https://faq.example/"] } }), 400, /nothing is fetched/);
assert.deepEqual(await entries("Test"), test);

// Replace: all of it; entries keep their ids where a question, the answer or the source agrees.
await knowledgebase.replace(id, { qnAList: [{ id: first.id, answer: "At seven.", source: "editor", questions: ["When can I leave?"], metadata: [] }, { id: 0, answer: "Sixty.", questions: ["How many seats are there?"] }] });
test = await entries("Test");
assert.deepEqual(test.map(({ answer }) => answer), ["At seven.", "Sixty."]);
assert.equal(test[0].id, first.id);
await fails(() => knowledgebase.replace(id, { qnAList: [] }), 400, /qnaList/);
await fails(() => knowledgebase.replace(id, { qnAList: [{ id: 1, answer: "x", questions: ["How long?".repeat(200)] }] }), 400, /1000/);
assert.deepEqual(await entries("Test"), test);

// Synonyms of a knowledge base, and of all.
await alterations.replaceAlterationsForKb(id, { wordAlterations: [{ alterations: ["ferry", "boat"] }, { alterations: ["car", "automobile"] }] });
assert.deepEqual((await alterations.getAlterationsForKb(id)).wordAlterations.map((group) => group.alterations), [["ferry", "boat"], ["car", "automobile"]]);
assert.ok((await alterations.get()).wordAlterations.some((group) => group.alterations.includes("boat")));
await fails(() => alterations.replaceAlterationsForKb(id, { wordAlterations: [{ alterations: ["alone"] }] }), 400, /alterations\[0\]/);
await alterations.replace({ wordAlterations: [{ alterations: ["pier", "quay"] }] });
assert.deepEqual((await alterations.getAlterationsForKb(id)).wordAlterations.map((group) => group.alterations), [["pier", "quay"]]);

// Settings; keys that are there are never shown, and a new one is shown once.
assert.equal((await endpointSettings.getSettings()).activeLearning.enable, "True");
await endpointSettings.updateSettings({ activeLearning: { enable: "True" } });
await fails(() => endpointSettings.updateSettings({ activeLearning: { enable: "False" } }), 400, /never taken over/);
const keys = await endpointKeys.getKeys();
assert.deepEqual([keys.primaryEndpointKey, keys.secondaryEndpointKey], ["", ""]);
const renewed = await endpointKeys.refreshKeys("SecondaryKey");
assert.deepEqual([renewed.primaryEndpointKey, renewed.secondaryEndpointKey.length > 20], ["", true]);

// Remove: it is gone for these routes and for whoever asks it.
await knowledgebase.deleteMethod(id);
await fails(() => knowledgebase.getDetails(id), 404, /KbNotFound/);
assert.ok(!(await knowledgebase.listAll()).knowledgebases.some((kb) => kb.id === id));
await fails(() => connect("wrong").knowledgebase.listAll(), 401, /Unauthorized/);
await fails(() => operations.getDetails("nothing"), 404, /OperationNotFound/);

console.log("done");
