import { language, speak } from "../i18n.js";
import { listKnowledgeBases } from "../chat/api.js";
import { createComposer } from "../chat/composer.js";
import { followConnection } from "../chat/connection.js";
import { Conversation } from "../chat/conversation.js";
import { MessageLog } from "../chat/message-log.js";
import { createFeedback } from "./feedback.js";
import { History } from "./history.js";
import { Panel } from "./panel.js";
import { readSettings } from "./settings.js";
import { adoptStyles } from "./styles.js";
import { texts } from "./texts.js";

const tag = "faqbot-widget";

/**
 * Puts the widget into the page, once.
 * @param {DOMStringMap} attributes the data attributes of the script tag
 */
export async function start(attributes) {
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
  await adoptStyles(root, settings.theme);
  document.body.append(host);
  keepKeysInside(root);

  const history = new History(settings);
  const panel = new Panel(root, { opened: () => log.showLatest(), cleared: clear });
  speak(texts, root);
  const log = new MessageLog(panel.messages, (reply, asked) => createFeedback(reply, asked, history));
  const composer = createComposer((question) => conversation.ask(question), root);
  const conversation = new Conversation(log, composer, settings.knowledgeBase, (turn) => history.add(turn));
  conversation.conversationId = history.conversationId;
  followConnection(panel.offline);

  let nameInGreeting = greet();
  let name;
  conversation.restore(history.turns);
  showName();

  function greet() {
    const starters = settings.starters.map((text) => ({ text }));
    return log.addGreeting((question) => conversation.ask(question), { text: settings.greeting, starters });
  }

  function clear() {
    history.clear();
    conversation.forget();
    conversation.conversationId = history.conversationId;
    log.clear();
    nameInGreeting = greet();
    if (name) {
      nameInGreeting(name);
    }
  }

  async function showName() {
    if (settings.title) {
      panel.title.textContent = settings.title;
    }
    try {
      const known = await listKnowledgeBases();
      const shown = known.find(({ id, default: isDefault }) => (settings.knowledgeBase ? id === settings.knowledgeBase : isDefault));
      name = settings.title ?? shown?.name;
      if (name) {
        panel.title.textContent = name;
        nameInGreeting(name);
      }
    } catch {
      // Only the name is missing; asking reports its own trouble.
    }
  }
}

/** Letters that are typed into the widget are no shortcuts of the page around. */
function keepKeysInside(root) {
  for (const type of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(type, (event) => event.stopPropagation());
  }
}
