import { TestAdapter, TurnContext } from "botbuilder-core";

/** A turn in which a user says something, as a bot's recogniser gets it. */
export function turn(text) {
  return new TurnContext(new TestAdapter(async () => {}), {
    type: "message", text, channelId: "test", serviceUrl: "https://test.example",
    conversation: { id: "conversation" }, from: { id: "user-1" }, recipient: { id: "bot" },
  });
}
