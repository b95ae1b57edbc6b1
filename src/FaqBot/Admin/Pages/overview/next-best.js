import { html, nothing } from "lit";
import { percent, t } from "../language.js";
import { lacks } from "../entries.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";

const fewHelped = .5;
const leastVotes = 5;

/** The one thing that is worth most now. */
export function nextBest({ days, entries, wordings }) {
  const next = candidates(days?.days ?? [], entries?.entries ?? [], wordings?.wordings ?? [])[0];
  return next ? html`<section class="card next-best"><h2>${t("nextBest")}</h2><p>${next.text}</p>
    <div class="actions"><a class="button primary" href=${next.href}>${next.action}</a></div></section>` : nothing;
}

function candidates(days, entries, wordings) {
  const found = [];
  const kb = session.kb;
  if (session.entries.total === 0) {
    found.push({ text: t("nextWrite"), action: t("newEntry"), href: addressOf(kb, "questions", "new") });
  }
  const often = wordings.find((one) => one.people >= 2) ?? wordings[0];
  if (often) {
    found.push({ text: t("nextUnanswered", { n: often.asked, text: often.text }), action: t("writeEntry"), href: addressOf(kb, "questions", "new", { question: often.text }) });
  }
  const poor = entries.filter((one) => one.helpful + one.notHelpful >= leastVotes && one.helpfulRate < fewHelped).sort((a, b) => b.notHelpful - a.notHelpful)[0];
  if (poor) {
    found.push({ text: t("nextUnhelpful", { name: session.entries.questionOf(poor.entryId), share: percent(poor.helpfulRate) }), action: t("mendEntry"),
      href: addressOf(kb, "questions", poor.entryId) });
  }
  if (session.inboxCount > 0) {
    found.push({ text: t("nextInbox", { n: session.inboxCount }), action: t("inbox"), href: addressOf(kb, "inbox") });
  }
  if (session.unpublished > 0) {
    found.push({ text: t("nextPublish", { n: session.unpublished }), action: t("publish"), href: addressOf(kb, "publish") });
  }
  const language = session.languages.find((tag) => session.entries.list.some((row) => lacks(row, tag)));
  if (language && session.languages.length > 1) {
    found.push({ text: t("nextLanguage", { n: session.entries.list.filter((row) => lacks(row, language)).length }), action: t("questions"),
      href: addressOf(kb, "questions", null, { filter: `lacks-${language}` }) });
  }
  if (days.length > 0) {
    found.push({ text: t("nextTest"), action: t("test"), href: addressOf(kb, "test") });
  }
  return found;
}
