const storageKey = "faqbot.language";
const languages = ["zh-Hans", "zh-Hant", "en"];
const subjects = new WeakMap();

/** The language of the page: the one chosen here before, else the browser's. */
export const language = {
  current: remembered() ?? preferred(navigator.languages ?? [navigator.language]),
  /** Only a language that the user picked is sent along with a question. */
  chosen: remembered(),
};

/** Everything the page says, by language. */
let texts = {};

/** Where it says it: the page, or the shadow of a widget in a page of somebody else. */
let root = globalThis.document;

/**
 * Gives the page its texts and puts it into its language.
 * @param {Document|ShadowRoot} where the page, or the shadow that stands for one
 */
export function speak(textsByLanguage, where = document) {
  texts = textsByLanguage;
  root = where;
  localizePage();
}

/** Lets the buttons marked with a language choose it. */
export function offerLanguages() {
  const buttons = [...document.querySelectorAll("[data-language]")];
  const mark = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language.current));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      chooseLanguage(button.dataset.language);
      mark();
    });
  }
  mark();
}

function chooseLanguage(name) {
  language.current = name;
  language.chosen = name;
  try {
    localStorage.setItem(storageKey, name);
  } catch {
    // Storage is blocked: the choice then lasts until the page is left.
  }
  localizePage();
}

/** The text of the key about its subject, if it has one. */
export function say(key, subject) {
  const text = texts[language.current][key];
  return typeof text === "function" ? text(subject) : text;
}

/** Gives the element a text that follows the page's language. */
export function localize(element, key, subject) {
  element.dataset.text = key;
  subjects.set(element, subject);
  element.textContent = say(key, subject);
  return element;
}

/** Puts every marked text of the page into the current language. */
function localizePage() {
  (root.documentElement ?? root.host).lang = language.current;
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = say(element.dataset.text, subjects.get(element));
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
  }
  for (const element of root.querySelectorAll("[data-placeholder]")) {
    element.setAttribute("placeholder", say(element.dataset.placeholder));
  }
}

/** @param {readonly string[]} tags BCP 47, best first */
export function preferred(tags) {
  for (const tag of tags) {
    const [primary, ...rest] = tag.toLowerCase().split("-");
    if (primary === "en") {
      return "en";
    }
    if (primary === "zh") {
      const isTraditional = rest.includes("hant") || (!rest.includes("hans") && /^(tw|hk|mo)$/.test(rest.at(-1) ?? ""));
      return isTraditional ? "zh-Hant" : "zh-Hans";
    }
  }
  return "en";
}

function remembered() {
  try {
    const name = localStorage.getItem(storageKey);
    return languages.includes(name) ? name : null;
  } catch {
    return null;
  }
}
