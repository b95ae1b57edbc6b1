import { language, speak } from "../../wwwroot/i18n.js";
import { listKnowledgeBases } from "../../wwwroot/chat/api.js";
import { createComposer } from "../../wwwroot/chat/composer.js";
import { followConnection } from "../../wwwroot/chat/connection.js";
import { Conversation } from "../../wwwroot/chat/conversation.js";
import { MessageLog } from "../../wwwroot/chat/message-log.js";
import { createFeedback } from "./feedback.js";
import { History } from "./history.js";
import { Panel } from "./panel.js";
import { readSettings } from "./settings.js";
import { adoptStyles } from "./styles.js";
import { texts } from "./texts.js";

const tag = "faqbot-widget";

/**
 * Puts the widget into the page, once; rejects where the service cannot be reached, or does not let this site reach it.
 * @param {DOMStringMap} attributes the data attributes of the script tag
 */
export async function start(attributes) {
  const known = await knowledgeBases();
  if (document.querySelector(tag)) {
    return;
  }
  const settings = readSettings(attributes);
  language.current = settings.language;
  language.chosen = null;

  const host = document.createElement(tag);
  host.dataset.theme = settings.theme;
  host.dataset.side = settings.side;
  const root = host.attachShadow({ mode: "open" });
  adoptStyles(root, settings.theme);
  document.body.append(host);
  keepKeysInside(root);

  const history = new History(settings);
  const panel = new Panel(root, { opened: () => log.showLatest(), cleared: clear });
  speak(texts, root);
  const log = new MessageLog(panel.messages, (reply, asked) => createFeedback(reply, asked, history, settings.noLog));
  const composer = createComposer((question) => conversation.ask(question), root);
  const shown = known.find(({ id, default: isDefault }) => (settings.knowledgeBase ? id === settings.knowledgeBase : isDefault));
  const conversation = new Conversation(log, composer, settings.knowledgeBase ?? shown?.id, (turn) => history.add(turn));
  conversation.conversationId = history.conversationId;
  conversation.noLog = settings.noLog;
  followConnection(panel.offline);

  const name = settings.title ?? shown?.name;
  if (name) {
    panel.title.textContent = name;
  }
  greet();
  conversation.restore(history.turns);

  function greet() {
    const starters = settings.starters.map((text) => ({ text }));
    const nameIt = log.addGreeting((question) => conversation.ask(question), { text: settings.greeting, starters });
    if (name) {
      nameIt(name);
    }
  }

  function clear() {
    history.clear();
    conversation.forget();
    conversation.conversationId = history.conversationId;
    log.clear();
    greet();
  }
}

/** What the service knows; a service that answers with trouble can be asked later. */
async function knowledgeBases() {
  try {
    return await listKnowledgeBases();
  } catch (error) {
    if (error.kind === "unreachable") {
      throw error;
    }
    return [];
  }
}

/** Letters that are typed into the widget are no shortcuts of the page around. */
function keepKeysInside(root) {
  for (const type of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(type, (event) => event.stopPropagation());
  }
}
