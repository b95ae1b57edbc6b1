/**
 * Chooses among an owner's texts as the service does.
 * @param {Record<string, string> | null | undefined} byLanguage text by language; * is for every one
 * @param {string} spoken language of the reader
 * @returns {{text: string, tag: string}} the text with the key that it stands under
 */
export function pick(byLanguage, spoken) {
  const chinese = spoken === "zh-Hant" ? ["zh-Hant", "zh-Hans"] : ["zh-Hans", "zh-Hant"];
  const order = spoken === "en" ? ["en", "*", ...chinese] : [...chinese, "*", "en"];
  const tag = order.find((one) => typeof byLanguage?.[one] === "string");
  return tag ? { text: byLanguage[tag], tag } : { text: "", tag: "*" };
}
