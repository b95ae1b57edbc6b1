import { percent, sure, t } from "../language.js";
import { session } from "../session.js";

/** What a version says, in one sentence. */
export function verdict(reply) {
  const best = reply.entries[0];
  const bar = percent(reply.threshold);
  if (!best) {
    return t("verdictNothing");
  }
  switch (reply.decision) {
    case "answer": return reply.exact ? t("verdictExact", { bar }) : t("verdictAnswer", { sure: sure(best.confidence), bar });
    case "suggestions": return reply.clauses.length > 0 ? t("verdictTwo") : t("verdictSuggestions", { sure: sure(best.confidence), bar });
    default: return t("verdictNone", { sure: sure(best.confidence), low: percent(reply.suggestThreshold) });
  }
}

/** What speaks for the best entry, as shares from 0 to 1 with a word of their own. */
export function evidence(reply) {
  const [best, second] = reply.entries;
  if (!best || best.meaning === null) {
    return [];
  }
  const rows = [
    { name: "evidenceMeaning", share: clamp(best.meaning), text: percent(clamp(best.meaning)) },
    { name: "evidenceWords", share: clamp((best.words + best.storedWords) / 2), text: t("evidenceWordsText", { share: percent(clamp(best.words)) }) },
    { name: "evidenceNumbers", share: best.numbersDiffer || best.negationDiffers ? 0 : 1,
      text: t(best.numbersDiffer ? "numbersDiffer" : best.negationDiffers ? "negationDiffers" : "numbersAgree"), isBad: best.numbersDiffer || best.negationDiffers },
    { name: "evidenceLead", share: clamp(best.confidence - (second?.confidence ?? 0)),
      text: second ? t("evidenceLeadText", { name: shortened(session.entries.questionOf(second.entryId)), sure: sure(second.confidence) }) : t("evidenceAlone") },
  ];
  if (best.judge !== null) {
    rows.push({ name: "evidenceJudge", share: best.judge, text: percent(best.judge), isBad: best.judge < .3 });
  }
  return rows;
}

const clamp = (share) => Math.min(Math.max(share ?? 0, 0), 1);
const shortened = (text) => (text.length > 24 ? `${text.slice(0, 23)}…` : text);

/** What a reply would be with another bar. */
export function decisionAt(reply, bar) {
  const best = reply.entries[0]?.confidence ?? 0;
  return reply.exact || (best >= bar && reply.clauses.length === 0) ? "answer" : best >= Math.min(reply.suggestThreshold, bar) ? "suggestions" : "noMatch";
}
