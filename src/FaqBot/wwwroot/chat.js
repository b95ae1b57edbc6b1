import { offerLanguages, speak } from "./i18n.js";
import { listKnowledgeBases } from "./chat/api.js";
import { createComposer } from "./chat/composer.js";
import { followConnection } from "./chat/connection.js";
import { Conversation } from "./chat/conversation.js";
import { facts } from "./chat/facts.js";
import { MessageLog } from "./chat/message-log.js";
import { texts } from "./chat/texts.js";
import { followVisualViewport } from "./chat/viewport.js";

const wantedKnowledgeBase = new URLSearchParams(location.search).get("kb");

const log = new MessageLog(document.querySelector("#messages"), facts);
const composer = createComposer((question) => conversation.ask(question));
const conversation = new Conversation(log, composer, wantedKnowledgeBase);

speak(texts);
offerLanguages();
followVisualViewport();
followConnection(document.querySelector("#offline"));
greet();
focusQuestionUnlessTouch();

async function greet() {
  const nameInGreeting = log.addGreeting((question) => conversation.ask(question));
  try {
    const knowledgeBases = await listKnowledgeBases();
    const shown = wantedKnowledgeBase
      ? knowledgeBases.find(({ id }) => id === wantedKnowledgeBase)
      : knowledgeBases.find((one) => one.default) ?? knowledgeBases[0];
    if (shown) {
      document.title = shown.name;
      document.querySelector("#kb-name").textContent = shown.name;
      nameInGreeting(shown.name);
      conversation.knowledgeBase = shown.id;
    }
  } catch {
    // Only the name is missing; asking uses the server's default and reports its own trouble.
  }
}

/** On a touch screen, focus would bring up the keyboard over the greeting. */
function focusQuestionUnlessTouch() {
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
    document.querySelector("#question").focus();
  }
}
