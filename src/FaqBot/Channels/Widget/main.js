import { label, language, localize, owners, speak } from "../../wwwroot/i18n.js";
import { createBrowser } from "../../wwwroot/chat/browse.js";
import { followConnection } from "../../wwwroot/chat/connection.js";
import { History } from "../../wwwroot/chat/history.js";
import { showLogo } from "../../wwwroot/chat/logo.js";
import { awaitService } from "../../wwwroot/chat/service.js";
import { Session } from "../../wwwroot/chat/session.js";
import { saveTranscript } from "../../wwwroot/chat/transcript.js";
import { countUnread } from "../../wwwroot/chat/unread.js";
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
  adoptStyles(root, settings.theme);
  document.body.append(host);
  keepKeysInside(root);

  const panel = new Panel(root, {
    opened: () => {
      session.showLatest();
      unread.seen();
    },
    cleared: () => {
      browser.close();
      session.clear();
    },
    saved: () => saveTranscript(session.turns, panel.title.textContent),
  });
  const unread = countUnread(() => panel.isOpen, (count) => panel.showUnread(count));
  speak(texts, root);
  const session = new Session(root, new History(settings), { noLog: settings.noLog, answered: () => unread.came() });
  const browser = createBrowser(root, panel.browse, (question) => session.ask(question));
  followConnection(panel.offline);

  const { kbs, visitors } = await awaitService(panel.service);
  const shown = kbs.find(({ id, default: isDefault }) => (settings.knowledgeBase ? id === settings.knowledgeBase : isDefault));
  if (settings.knowledgeBase && kbs.length > 0 && !shown) {
    console.error(`FaqBot: there is no knowledge base '${settings.knowledgeBase}' (data-kb).`);
  }
  const name = settings.title ? { "*": settings.title } : shown?.names;
  if (name) {
    localize(panel.title, owners, name);
  }
  session.begin(
    settings.knowledgeBase ?? shown?.id,
    {
      name,
      greeting: settings.greeting ? { "*": settings.greeting } : settings.title ? undefined : shown?.greeting,
      starters: settings.starters?.map((text) => ({ text })) ?? (shown?.starters ?? []).map((byLanguage) => ({ texts: byLanguage })),
      notice: visitors.notice,
    },
    { url: settings.contact ?? visitors.contactUrl, form: visitors.contactForm });
  showLogo(settings.logo ?? visitors.logoUrl, (logo) => panel.title.before(logo));
  if (visitors.browsing && shown) {
    browser.offer(shown.id);
  }
}

/** Letters that are typed into the widget are no shortcuts of the page around. */
function keepKeysInside(root) {
  for (const type of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(type, (event) => event.stopPropagation());
  }
}
