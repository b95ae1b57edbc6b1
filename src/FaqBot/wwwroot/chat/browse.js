import { element } from "../element.js";
import { known, language, localize, onLanguage, say } from "../i18n.js";
import { browse } from "./api.js";

const restMilliseconds = 150;
const maxCharacters = 100;

/**
 * What may be asked, by category, for whoever does not know what to type. It takes the place of the conversation while it is open.
 * @param {Document|ShadowRoot} root where its section, the log and the composer are
 * @param {HTMLButtonElement} opener opens and closes it
 * @param {(question: string) => void} ask
 * @returns {{offer: (knowledgeBase: string | undefined) => void, close: () => boolean}} `offer` shows the opener; `close` tells whether it
 *   was open
 */
export function createBrowser(root, opener, ask) {
  const section = root.querySelector("#browser");
  const messages = root.querySelector("#messages");
  const search = localizedField();
  const categories = element("select", { id: "browser-category", "data-label": "category" });
  const list = element("ul", { class: "questions" });
  const status = element("p", { class: "caption", role: "status" });
  const more = localize(element("button", { type: "button", class: "retry" }), "more");
  more.hidden = true;
  section.append(element("div", { class: "browser-top" }, search, categories), status, list, more);
  let kb;
  let turn = 0;
  let timer;

  async function show(skip = 0) {
    const mine = ++turn;
    let found;
    try {
      found = await browse({ kb, language: language.current, category: categories.value, q: search.value.trim(), skip });
    } catch (error) {
      if (mine === turn) {
        localize(status, ["offline", "starting", "tooMany"].includes(error.kind) ? error.kind : "unreachable");
      }
      return;
    }
    if (mine !== turn) {
      return;
    }
    if (skip === 0) {
      list.replaceChildren();
      showCategories(found.categories ?? []);
    }
    const first = list.children.length;
    list.append(...(found.questions ?? []).map(createQuestion));
    more.hidden = list.children.length >= found.total;
    localize(status, found.total === 0 ? "nothingFound" : "questionsFound", found.total);
    if (skip > 0) {
      list.children[first]?.firstElementChild.focus();
    }
  }

  function showCategories(found) {
    const chosen = categories.value;
    categories.replaceChildren(
      localize(element("option", { value: "" }), "allCategories"),
      ...found.map(({ id, name, questions }) => element("option", { value: id }, `${name} (${questions})`)));
    categories.value = found.some(({ id }) => id === chosen) ? chosen : "";
    categories.hidden = found.length === 0;
  }

  function createQuestion({ question, language: spoken }) {
    const button = element("button", { type: "button", ...(known(spoken) ? { lang: spoken } : {}) }, question);
    button.addEventListener("click", () => {
      close();
      ask(question);
    });
    return element("li", {}, button);
  }

  function open() {
    section.hidden = false;
    messages.hidden = true;
    opener.setAttribute("aria-expanded", "true");
    show();
    search.focus();
  }

  function close() {
    if (section.hidden) {
      return false;
    }
    turn++;
    section.hidden = true;
    messages.hidden = false;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
    return true;
  }

  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", "browser");
  opener.addEventListener("click", () => (section.hidden ? open() : close()));
  for (const field of [search, categories]) {
    field.setAttribute("aria-label", say(field.dataset.label));
  }
  search.placeholder = say("searchQuestions");
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(), restMilliseconds);
  });
  categories.addEventListener("change", () => show());
  more.addEventListener("click", () => show(list.children.length));
  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  onLanguage(() => {
    if (!section.hidden) {
      show();
    }
  });

  return {
    offer(knowledgeBase) {
      kb = knowledgeBase;
      opener.hidden = false;
    },
    close,
  };
}

function localizedField() {
  return element("input", {
    type: "search", id: "browser-search", maxlength: String(maxCharacters), autocomplete: "off", "data-label": "searchQuestions",
    "data-placeholder": "searchQuestions",
  });
}
