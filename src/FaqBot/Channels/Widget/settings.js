import { preferred } from "../../wwwroot/i18n.js";

/**
 * What the script tag asks for; a value that is not known counts as none.
 * @param {DOMStringMap} attributes
 */
export function readSettings({ kb, lang, theme, side, title, greeting, starters, history, log, logo, contact }) {
  return {
    knowledgeBase: kb || null,
    language: preferred([lang, document.documentElement.lang, ...(navigator.languages ?? [navigator.language])].filter(Boolean)),
    theme: oneOf(["auto", "light", "dark"], theme),
    side: oneOf(["right", "left"], side),
    history: oneOf(["tab", "browser", "off"], history),
    noLog: oneOf(["on", "off"], log) === "off" || undefined,
    title: title || undefined,
    greeting: greeting || undefined,
    logo: logo ? new URL(logo, document.baseURI).href : undefined,
    contact: contact || undefined,
    starters: starters?.split("|").map((text) => text.trim()).filter(Boolean).slice(0, 6),
  };
}

function oneOf(known, value) {
  return known.includes(value) ? value : known[0];
}
