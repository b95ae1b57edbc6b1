// A parent bot made with botbuilder uses the service as its skill: it signs its calls, and checks and reads the replies as it does in production.
import assert from "node:assert/strict";
import { createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import http from "node:http";
import botbuilder from "botbuilder";
import connector from "botframework-connector";

const { ActivityTypes, ChannelServiceHandlerBase } = botbuilder;
const { allowedCallersClaimsValidator, AuthenticationConfiguration, BotFrameworkAuthenticationFactory, ServiceClientCredentialsFactory } = connector;

const { FAQBOT_ADDRESS: service, PORT: port, BOT_APP_ID: skill, PARENT_APP_ID: parent } = process.env;
const own = `http://127.0.0.1:${port}`;
const tenant = "d6d49420-f39b-4df7-a1dc-d59a935871db";
const issuer = `https://sts.windows.net/${tenant}/`;
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

function mint(claims) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "RS256", typ: "JWT", kid: "node" })}.${part({ iss: issuer, tid: tenant, ver: "1.0", nbf: now - 5, exp: now + 3600, ...claims })}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
}

// The parent's own credentials, by botbuilder's extension point for them.
class MintedCredentials extends ServiceClientCredentialsFactory {
  isValidAppId = async (appId) => appId === parent;
  isAuthenticationDisabled = async () => false;
  createCredentials = async (appId, audience) => ({
    signRequest: async (request) => {
      request.headers.set("Authorization", `Bearer ${mint({ appid: appId, aud: audience })}`);
      return request;
    },
  });
}

const authentication = BotFrameworkAuthenticationFactory.create(
  "", true, `${own}/login`, "https://api.botframework.com", "https://api.botframework.com", own, `${own}/openid`, `${own}/openid`, "urn:botframework:azure",
  new MintedCredentials(), new AuthenticationConfiguration([], allowedCallersClaimsValidator([skill])));

const received = [];

class Channel extends ChannelServiceHandlerBase {
  authenticate = async (header) => authentication.authenticateChannelRequest(header);
  onReplyToActivity = async (identity, conversationId, activityId, activity) => {
    received.push({ conversationId, activityId, activity, identity });
    return { id: randomUUID() };
  };
}

const channel = new Channel();

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString();
  const reply = (status, json) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(json));
  if (request.url === "/openid") {
    return reply(200, { issuer, jwks_uri: `${own}/keys`, id_token_signing_alg_values_supported: ["RS256"] });
  }
  if (request.url === "/keys") {
    return reply(200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "node", use: "sig" }] });
  }
  if (request.url.endsWith("/oauth2/v2.0/token")) {
    const form = new URLSearchParams(body);
    assert.equal(form.get("grant_type"), "client_credentials");
    return reply(200, {
      token_type: "Bearer", expires_in: 3600, access_token: mint({ appid: form.get("client_id"), aud: form.get("scope").replace(/\/\.default$/, "") }),
    });
  }
  const [, conversation, activity] = /^\/skills\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/.exec(request.url) ?? [];
  try {
    const sent = await channel.handleReplyToActivity(
      request.headers.authorization ?? "", decodeURIComponent(conversation), decodeURIComponent(activity), JSON.parse(body));
    return reply(200, sent);
  } catch (error) {
    received.push({ error });
    return reply(error.statusCode ?? 500, { error: { code: "Refused", message: String(error) } });
  }
});
await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));

const client = authentication.createBotFrameworkClient();

function message(text, members = {}) {
  return {
    type: ActivityTypes.Message, id: randomUUID(), channelId: "webchat", text, locale: "en-US", from: { id: "user-1" }, recipient: { id: skill },
    conversation: { id: "of-the-parent" }, serviceUrl: "https://elsewhere.example/", ...members,
  };
}

async function ask(activity, from = parent) {
  try {
    return await client.postActivity(from, skill, `${service}/api/messages`, `${own}/skills/`, "conversation|1", activity);
  } catch (error) {
    // The client insists on a JSON body, which an ordinary turn has in none of the SDKs.
    return { status: /JSON/.test(String(error)) ? 200 : assert.fail(error) };
  }
}

const question = message("发票抬头写错了怎么办");
assert.equal((await ask(question)).status, 200);
assert.equal(received.length, 1);
assert.ifError(received[0].error);
assert.equal(received[0].conversationId, "conversation|1");
assert.equal(received[0].activityId, question.id);
assert.equal(received[0].activity.type, ActivityTypes.Message);
assert.equal(received[0].activity.replyToId, question.id);
assert.equal(received[0].activity.recipient.id, "user-1");
assert.ok(received[0].activity.text.length > 10);
assert.equal(received[0].identity.claims.find(({ type }) => type === "appid").value, skill);

// The same answer as an expected reply.
const expected = await ask(message("发票抬头写错了怎么办", { deliveryMode: "expectReplies" }));
assert.equal(expected.status, 200);
assert.equal(expected.body.activities[0].text, received[0].activity.text);
assert.equal(received.length, 1);

// An invoke that nobody handles; a caller that the service does not know.
const invoke = await ask(message(undefined, { type: ActivityTypes.Invoke, name: "task/fetch" }));
assert.equal(invoke.status, 501);
const stranger = await ask(message("hello"), randomUUID());
assert.equal(stranger.status, 401);
assert.equal(received.length, 1);

server.close();
console.log("done");
process.exit(0);
