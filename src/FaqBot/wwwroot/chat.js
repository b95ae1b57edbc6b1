import { label, language, localize, offerLanguages, onLanguage, owners, speak } from "./i18n.js";
import { createBrowser } from "./chat/browse.js";
import { followConnection } from "./chat/connection.js";
import { facts } from "./chat/facts.js";
import { History } from "./chat/history.js";
import { awaitService } from "./chat/service.js";
import { showLogo } from "./chat/logo.js";
import { Session } from "./chat/session.js";
import { texts } from "./chat/texts.js";
import { pick } from "./owners.js";
import { saveTranscript } from "./chat/transcript.js";
import { countUnread } from "./chat/unread.js";
import { followVisualViewport } from "./chat/viewport.js";

const query = new URLSearchParams(location.search);
const wanted = query.get("kb") || null;
const title = document.querySelector("#kb-name");
const notice = document.querySelector("#service");
let name = document.title;
let unreadCount = 0;

speak(texts);
offerLanguages();
followVisualViewport();
followConnection(document.querySelector("#offline"));

const unread = countUnread(() => !document.hidden, (count) => {
  unreadCount = count;
  showTitle();
});
document.addEventListener("visibilitychange", () => !document.hidden && unread.seen());
const session = new Session(document, new History({ history: "tab", knowledgeBase: wanted, page: "page." }), {
  facts: query.has("debug") ? facts : undefined,
  answered: () => unread.came(),
});
const browser = createBrowser(document, label(document.querySelector("#browse"), "browse"), (question) => session.ask(question));
label(document.querySelector("#transcript"), "transcript").addEventListener("click", () => saveTranscript(session.turns, name));
label(document.querySelector("#restart"), "clear").addEventListener("click", () => {
  browser.close();
  session.clear();
  focusQuestionUnlessTouch();
});
begin();
focusQuestionUnlessTouch();

async function begin() {
  const { kbs, visitors } = await awaitService(notice);
  const shown = wanted ? kbs.find(({ id }) => id === wanted) : kbs.find((one) => one.default) ?? kbs[0];
  if (wanted && kbs.length > 0 && !shown) {
    localize(notice, "notFound");
    notice.hidden = false;
    return;
  }
  if (shown) {
    localize(title, owners, shown.names);
    onLanguage(showName);
    showName();
  }
  function showName() {
    name = pick(shown.names, language.current).text;
    showTitle();
  }
  session.begin(
    shown?.id ?? wanted ?? undefined,
    {
      name: shown?.names, greeting: shown?.greeting, notice: visitors.notice,
      starters: (shown?.starters ?? []).map((byLanguage) => ({ texts: byLanguage })),
    },
    { url: visitors.contactUrl, form: visitors.contactForm });
  showLogo(visitors.logoUrl, (logo) => document.querySelector(".header .logo").replaceWith(logo));
  if (visitors.browsing && shown) {
    browser.offer(shown.id);
  }
}

function showTitle() {
  document.title = unreadCount > 0 ? `(${unreadCount}) ${name}` : name;
}

/** On a touch screen, focus would bring up the keyboard over the greeting. */
function focusQuestionUnlessTouch() {
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
    document.querySelector("#question").focus();
  }
}
