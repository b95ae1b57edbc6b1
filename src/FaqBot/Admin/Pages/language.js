import { chooseLanguage, language, speak } from "../../wwwroot/i18n.js";
import { texts } from "./texts/all.js";

const order = ["zh-Hans", "zh-Hant", "en"];
const listeners = new Set();
let plural = new Intl.PluralRules(language.current);

speak({ "zh-Hans": {}, "zh-Hant": {}, en: {} });

/**
 * What the pages say, in the language of the page. A text with a bar has a form for one and a form for many of `n`.
 * @param {string} key
 * @param {Record<string, unknown>} values for the names in braces
 */
export function t(key, values = {}) {
  const row = texts[key];
  if (!row) {
    throw new Error(`There is no text '${key}'.`);
  }
  const forms = row[order.indexOf(language.current)].split("|");
  const form = forms.length > 1 && plural.select(Number(values.n)) !== "one" ? forms[1] : forms[0];
  return form.replace(/\{(\w+)\}/g, (_, name) => (name === "n" && typeof values.n === "number" ? count(values.n) : values[name] ?? ""));
}

/** A text that the pages may have, else what the service calls it. */
export const textOr = (key, other) => (texts[key] ? t(key) : other);

/** The reader's own country, where it speaks the page's language, says how times and numbers are written. */
const locale = () => (navigator.languages ?? []).find((tag) => tag.split("-")[0] === language.current.split("-")[0]
  && (!language.current.startsWith("zh") || new Intl.Locale(tag).maximize().script === language.current.split("-")[1])) ?? language.current;

/** Of a text that an owner has written in some languages, that of the page or the nearest. */
export function ownText(value) {
  if (typeof value === "string" || !value) {
    return value ?? "";
  }
  const near = language.current.startsWith("zh") ? ["zh-Hans", "zh-Hant"] : ["en"];
  return [language.current, ...near, "*"].map((tag) => value[tag]).find(Boolean) ?? Object.values(value)[0] ?? "";
}

// Making one takes longer than what it is for.
const formats = new Map();

function formatOf(kind, options) {
  const key = `${kind.name}${language.current}${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new kind(locale(), options));
  }
  return formats.get(key);
}

export const count = (number) => formatOf(Intl.NumberFormat, {}).format(number);

/** A share in percent; `digits` after the point. */
export const percent = (share, digits = 0) =>
  formatOf(Intl.NumberFormat, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share);

/** A share that is never said to be all or nothing when it is not. */
export function sure(share) {
  const whole = Math.floor(share * 100 + 1e-9);
  return percent(Math.min(share < 1 && share > .005 ? Math.min(Math.max(whole, 1), 99) : Math.round(share * 100), 100) / 100);
}

export const time = (value) => formatOf(Intl.DateTimeFormat, { timeStyle: "short" }).format(new Date(value));

export function when(value) {
  const date = new Date(value);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? time(date) : formatOf(Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "short" }).format(date);
}

export const day = (value) => formatOf(Intl.DateTimeFormat, { dateStyle: "medium" }).format(new Date(value));

/** The name of a language, in the language of the page. */
export function nameOf(tag) {
  return tag === "*" ? t("everyLanguage") : formatOf(Intl.DisplayNames, { type: "language" }).of(tag) ?? tag;
}

export const shortNameOf = (tag) => ({ "zh-Hans": "简", "zh-Hant": "繁", en: "EN" })[tag] ?? tag;

export const currentLanguage = () => language.current;

export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function choose(name) {
  chooseLanguage(name);
  plural = new Intl.PluralRules(name);
  listeners.forEach((listener) => listener());
}
