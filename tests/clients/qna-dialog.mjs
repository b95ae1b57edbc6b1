// Bot Builder's dialog for QnA Maker and for its successor: answers, asks back between several, and shows the owner's text where nothing fits.
import assert from "node:assert/strict";
import botbuilder from "botbuilder";
import dialogs from "botbuilder-dialogs";
import { QnAMakerDialog, ServiceType } from "botbuilder-ai";

const { ConversationState, MemoryStorage, TestAdapter } = botbuilder;
const { DialogSet, DialogTurnStatus } = dialogs;
const { FAQBOT_ADDRESS: address, FAQBOT_KB: id, FAQBOT_KEY: key } = process.env;
const none = "抱歉，这里没有答案。";

for (const [service, host] of [[ServiceType.qnaMaker, `${address}/qnamaker`], [ServiceType.language, address]]) {
  const said = async (threshold, ...texts) => {
    const state = new ConversationState(new MemoryStorage());
    const accessor = state.createProperty("dialogs");
    const set = new DialogSet(accessor);
    const dialog = new QnAMakerDialog(id, key, host, undefined, threshold, "Did you mean:", "None of the above.", 3);
    dialog.qnaServiceType = service;
    set.add(dialog);
    const adapter = new TestAdapter(async (turn) => {
      const context = await set.createContext(turn);
      const { status } = await context.continueDialog();
      if (status === DialogTurnStatus.empty) {
        await context.beginDialog(dialog.id);
      }
      await state.saveChanges(turn);
    });
    adapter.onTurnError = async (_, error) => { throw error; };
    for (const text of texts) {
      await adapter.send(text).startTest();
    }
    return adapter.activityBuffer;
  };

  // An answer with its follow-up questions, one of which is then clicked.
  const [answer, closed] = await said(0.3, "When does the counter open?", "Sundays?");
  assert.equal(answer.text ?? answer.attachments[0].content.text, "At nine.", service);
  assert.deepEqual(answer.attachments[0].content.buttons.map(({ title }) => title), ["Sundays?", "Refunds?"]);
  assert.equal(closed.text, "Closed.");

  // Nothing fits, nothing reaches the threshold: the owner's words, none of the SDK's.
  for (const [threshold, text] of [[0.3, "tell me a joke about gluons"], [1, "when will the counter be open"]]) {
    const [nothing] = await said(threshold, text);
    assert.equal(nothing.text, none, `${service}: ${text}`);
  }
}

console.log("done");
