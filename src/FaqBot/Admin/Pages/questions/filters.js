import { lacks } from "../entries.js";
import { currentLanguage, nameOf, t } from "../language.js";
import { session } from "../session.js";

let known = { of: [], filters: [] };

/** The filters of the list: name, text, which rows and how many. Made anew when something that they depend on has changed. */
export function filters() {
  const { entries } = session;
  const of = [entries.list, entries.totals, entries.findings, session.diff, session.settings, currentLanguage()];
  if (of.some((one, i) => one !== known.of[i])) {
    known = { of, filters: made().map((one) => ({ ...one, number: one.name === "all" ? entries.total : entries.list.filter(one.fits).length })) };
  }
  return known.filters;
}

function made() {
  const { entries } = session;
  const changed = changedIds();
  const isWidelyAsked = entries.totals?.size > 0;
  return [
    { name: "all", text: t("filterAll"), fits: () => true },
    { name: "changed", text: t("filterChanged"), fits: (row) => changed.has(row.id) },
    ...(isWidelyAsked ? [{ name: "neverAsked", text: t("filterNeverAsked"), fits: (row) => !askedOf(row.id) }] : []),
    ...session.languages.filter((tag) => session.languages.length > 1 && entries.list.some((row) => lacks(row, tag)))
      .map((tag) => ({ name: `lacks-${tag}`, text: t("filterLacks", { language: nameOf(tag) }), fits: (row) => lacks(row, tag) })),
    { name: "findings", text: t("filterFindings"), fits: (row) => entries.findings?.has(row.id) },
    { name: "hidden", text: t("filterHidden"), fits: (row) => row.state === "disabled" || row.state === "expired" },
    { name: "scheduled", text: t("filterScheduled"), fits: (row) => row.state === "notYetValid" },
  ];
}

/** Ids of entries that customers read otherwise, or not at all, so far. */
export function changedIds() {
  return new Set(session.diff?.entries.map((one) => one.entryId) ?? []);
}

export function askedOf(id) {
  const totals = session.entries.totals?.get(id);
  return totals ? totals.answered + totals.suggested : 0;
}

/** How a row stands: hidden, scheduled, draft or live. */
export function standingOf(row, changed) {
  return row.state === "disabled" ? "hidden"
    : row.state === "notYetValid" ? "scheduled"
    : row.state === "expired" ? "expired"
    : changed.has(row.id) || session.draft?.publishedRevision === null ? "draft" : "live";
}
