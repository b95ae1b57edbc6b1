// The official client, unchanged, talks to the service: over a WebSocket or by polling.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import WebSocket from "ws";
import XMLHttpRequest from "xhr2";

const { FAQBOT_ADDRESS: address, FAQBOT_SECRET: secret, FAQBOT_MODE: mode } = process.env;
const domain = `${address}/v3/directline`;
const sockets = [];

globalThis.XMLHttpRequest = XMLHttpRequest;
globalThis.WebSocket = class extends WebSocket {
  constructor(url) {
    super(url);
    sockets.push(this);
  }
};

// The client refreshes its token every fifteen minutes, which are a second here.
const every = globalThis.setInterval;
globalThis.setInterval = (run, ms, ...rest) => every(run, ms === 15 * 60_000 ? 1_000 : ms, ...rest);

const { ConnectionStatus, DirectLine } = (await import("botframework-directlinejs")).default;

const { token } = await post("tokens/generate", secret, { user: { id: "dl_node", name: "Node" } });
const directLine = new DirectLine({ domain, token, webSocket: mode === "socket", pollingInterval: 200, random: () => 0 });
const seen = [];
const statuses = [];
directLine.activity$.subscribe((activity) => activity.type === "typing" || seen.push(activity), ended);
directLine.connectionStatus$.subscribe((status) => statuses.push(ConnectionStatus[status]));

// Hello.
await until(() => seen.length === 1, "the greeting");
assert.equal(seen[0].from.role, "bot");

// A question, which comes back as the token's user's, and its answer.
const id = await say({ type: "message", from: { id: "dl_somebody_else" }, text: "怎么申请退货？", channelData: { clientActivityID: "first" } });
await until(() => seen.length === 3, "question and answer");
const [, question, answer] = seen;
assert.equal(question.id, id);
assert.equal(question.from.id, "dl_node");
assert.equal(question.channelData.clientActivityID, "first");
assert.equal(answer.replyToId, id);
assert.equal(answer.textFormat, "markdown");
assert.match(answer.text, /\*\*7 天内\*\*/);

// The same once more changes nothing.
assert.equal(await say({ type: "message", from: { id: "dl_node" }, text: "怎么申请退货？", channelData: { clientActivityID: "first" } }), id);

// A click on a button.
const [button] = answer.suggestedActions.actions;
await say({ type: "message", from: { id: "dl_node" }, text: button.text, value: button.value });
await until(() => seen.length === 5, "the answer to the button");
assert.equal(seen[4].channelData.faqbot.entryId, button.value.faqbot.entryId);
assert.equal(seen[4].channelData.faqbot.confidence, 1);

// The connection is cut: what was said meanwhile comes with the next one.
if (mode === "socket") {
  assert.equal(sockets.length, 1);
  sockets[0].terminate();
  await say({ type: "message", from: { id: "dl_node" }, text: "可以开发票吗" });
  await until(() => sockets.length === 2, "another socket");
} else {
  await say({ type: "message", from: { id: "dl_node" }, text: "可以开发票吗" });
}
await until(() => seen.length === 7, "what was said while nobody listened");

// Tokens live for five seconds in this test: the client refreshes its own in time.
await wait(6_000);
await say({ type: "message", from: { id: "dl_node" }, text: "谢谢" });
await until(() => seen.length === 9, "an answer with a refreshed token");
assert.ok(!statuses.includes("ExpiredToken"), statuses.join());

// All came once and in order.
assert.deepEqual(seen.map((activity) => Number(activity.id.split("|")[1])), [1, 2, 3, 4, 5, 6, 7, 8, 9]);

// What breaks a rule is an error with its code.
await assert.rejects(new Promise((resolve, reject) => directLine.postActivity({ type: "message", from: { id: "dl_node" } }).subscribe(resolve, reject)),
  (error) => error.status === 400 && error.xhr.response.error.code === "MissingProperty");

// An expired token: the client says so, and goes on with another one that the page's server gets for it.
directLine.end();
const second = await post("tokens/generate", secret, { user: { id: "dl_node" } });
const begun = await post("conversations", second.token, {});
await wait(6_000);
const late = new DirectLine({ domain, token: begun.token, conversationId: begun.conversationId, streamUrl: begun.streamUrl, webSocket: false, pollingInterval: 200 });
const lateStatuses = [];
const lateSeen = [];
late.connectionStatus$.subscribe((status) => lateStatuses.push(ConnectionStatus[status]));
late.activity$.subscribe((activity) => lateSeen.push(activity), ended);
await until(() => lateStatuses.includes("ExpiredToken"), "the expired token");
const renewed = await (await fetch(`${domain}/conversations/${begun.conversationId}`, { headers: { authorization: `Bearer ${secret}` } })).json();
late.reconnect(renewed);
await until(() => lateSeen.length === 1, "the greeting with the new token");
late.end();

console.log("done");
process.exit(0);

function ended(error) {
  assert.equal(error.message, "conversation ended");
}

function say(activity) {
  return new Promise((resolve, reject) => directLine.postActivity(activity).subscribe(resolve, reject));
}

async function post(path, key, body) {
  const response = await fetch(`${domain}/${path}`, {
    method: "POST", body: JSON.stringify(body), headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
  });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

async function until(isSo, what) {
  const started = performance.now();
  while (!isSo()) {
    assert.ok(performance.now() - started < 20_000, `Not within 20 s: ${what}; seen ${seen.length}, ${statuses.join()}`);
    await wait(20);
  }
}
