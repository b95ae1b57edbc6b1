// A parent agent made with the Microsoft 365 Agents SDK, successor of the Bot Framework, delegates to the service and passes its replies on.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import http from "node:http";
import { Activity } from "@microsoft/agents-activity";
import {
  ActivityHandler, AgentClient, CloudAdapter, configureResponseController, ConversationState, MemoryStorage,
} from "@microsoft/agents-hosting";

const { FAQBOT_ADDRESS: service, PORT: port, FAQBOT_VAGUE: vague } = process.env;
const own = `http://127.0.0.1:${port}`;
process.env.faqbot_endpoint = `${service}/api/messages`;
process.env.faqbot_clientId = randomUUID();
process.env.faqbot_serviceUrl = `${own}/api/agentresponse`;

const failures = [];
const adapter = new CloudAdapter();
adapter.onTurnError = async (_, error) => { failures.push(error); };
const state = new ConversationState(new MemoryStorage());
const client = new AgentClient("faqbot");
const shown = [];

class Parent extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context) => {
      assert.equal(await client.postActivity(context.activity, adapter.connectionManager.getDefaultConnectionConfiguration(), state, context), "OK");
    });
  }
}

const parent = new Parent();
const routes = [];
configureResponseController({ post: (path, handler) => routes.push({ path: new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`), handler }) }, adapter, parent, state);

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  const json = text ? JSON.parse(text) : undefined;
  Object.assign(request, { body: json });
  Object.assign(response, {
    status(code) { response.statusCode = code; return response; },
    send(body) { response.setHeader("Content-Type", "application/json"); response.end(JSON.stringify(body ?? {})); return response; },
  });
  try {
    if (request.url.startsWith("/user/")) {
      // The user's channel, which shows what the parent says.
      shown.push(json);
      return response.status(200).send({ id: randomUUID() });
    }
    if (request.url === "/parent") {
      return await adapter.process(request, response, (context) => parent.run(context));
    }
    const route = routes.map(({ path, handler }) => ({ match: path.exec(request.url), handler })).find(({ match }) => match);
    request.params = Object.fromEntries(Object.entries(route.match.groups).map(([name, value]) => [name, decodeURIComponent(value)]));
    await route.handler(request, response);
  } catch (error) {
    failures.push(error);
    if (!response.headersSent) {
      response.status(500).send({ error: String(error) });
    }
  }
});
await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));

function message(text) {
  return {
    type: "message", id: randomUUID(), channelId: "webchat", text, locale: "zh-CN", from: { id: "user-1", name: "Ada" }, recipient: { id: "parent" },
    conversation: { id: "of-the-user" }, serviceUrl: `${own}/user/`, timestamp: new Date().toISOString(),
  };
}

async function say(text) {
  const before = shown.length;
  const response = await fetch(`${own}/parent`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(message(text)) });
  assert.ifError(failures[0]);
  assert.ok(response.ok, `${response.status}`);
  return shown.slice(before);
}

// An answer with buttons below it: the SDK checks each activity against its schema.
const [answer] = await say("怎么申请退货？");
assert.match(answer.text, /7 天内/);
assert.equal(answer.conversation.id, "of-the-user");
assert.ok(answer.suggestedActions.actions.length > 0);
assert.deepEqual(answer.suggestedActions.to, []);

// Suggestions are nothing but buttons.
const [suggestions] = await say(vague);
assert.equal(suggestions.channelData.faqbot.decision, "Suggestions");
assert.ok(suggestions.suggestedActions.actions.length > 0);

// The same in the response itself.
for (const text of ["怎么申请退货？", vague, "quantum chromodynamics of gluons", "", "x".repeat(1001)]) {
  const response = await fetch(`${service}/api/messages`, {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...message(text), serviceUrl: process.env.faqbot_serviceUrl, deliveryMode: "expectReplies" }),
  });
  const { activities } = await response.json();
  assert.ok(activities.length > 0);
  for (const activity of activities) {
    assert.equal(Activity.fromObject(activity).recipient.id, "user-1");
  }
}

server.close();
console.log("done");
process.exit(0);
