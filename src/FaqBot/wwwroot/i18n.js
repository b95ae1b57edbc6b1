import { pick } from "./owners.js";

const storageKey = "faqbot.language";
const languages = ["zh-Hans", "zh-Hant", "en"];
const subjects = new WeakMap();
const changed = [];

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

/** Makes a language the page's, and remembers it. */
export function chooseLanguage(name) {
  language.current = name;
  language.chosen = name;
  try {
    localStorage.setItem(storageKey, name);
  } catch {
    // Storage is blocked: the choice then lasts until the page is left.
  }
  localizePage();
}

/** The key of texts that an owner wrote, each by language; its subject holds them. */
export const owners = "owners";

/** The text of the key about its subject, if it has one, in the page's language or a stated one. */
export function say(key, subject, spoken = language.current) {
  if (key === owners) {
    return pick(subject, spoken).text;
  }
  const text = texts[spoken][key];
  return typeof text === "function" ? text(subject) : text;
}

/**
 * Gives the element a text that follows the page's language, or keeps to the one of what it belongs to.
 * @param {string} [spoken] the language that it keeps to
 */
export function localize(element, key, subject, spoken) {
  element.dataset.text = key;
  keepTo(element, spoken);
  subjects.set(element, subject);
  write(element);
  return element;
}

/** Names the element in the page's language, or in the one of what it belongs to. */
export function label(element, key, spoken) {
  element.dataset.label = key;
  keepTo(element, spoken);
  element.setAttribute("aria-label", say(key, undefined, spoken));
  return element;
}

/** A language that pages speak; undefined for others. */
export function known(tag) {
  return languages.includes(tag) ? tag : undefined;
}

/** Calls back whenever the page's language changes. */
export function onLanguage(callback) {
  changed.push(callback);
}

function keepTo(element, spoken) {
  if (spoken) {
    element.dataset.in = spoken;
    element.lang = spoken;
  }
}

function write(element) {
  const spoken = element.dataset.in ?? language.current;
  const subject = subjects.get(element);
  element.textContent = say(element.dataset.text, subject, spoken);
  if (element.dataset.text === owners) {
    const { tag } = pick(subject, spoken);
    if (tag === "*") {
      element.removeAttribute("lang");
    } else {
      element.lang = tag;
    }
  }
}

/** Puts every marked text of the page into the current language. */
function localizePage() {
  (root.documentElement ?? root.host).lang = language.current;
  for (const element of root.querySelectorAll("[data-text]")) {
    write(element);
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label, undefined, element.dataset.in));
  }
  for (const element of root.querySelectorAll("[data-placeholder]")) {
    element.setAttribute("placeholder", say(element.dataset.placeholder));
  }
  changed.forEach((callback) => callback());
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
