import { html, nothing } from "lit";
import { styles } from "../style.js";
import { count, currentLanguage, percent, shortNameOf, sure, t } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { lacks, messageOf } from "../entries.js";
import { askedOf, standingOf } from "./filters.js";

const excerptLength = 160;

/** One entry of the list. */
export const questionRow = (view, item, row, { changed, sureOf, worded }) => html`<div class="row entry ${view.selected.has(row.id) ? "selected" : ""}
    ${item.index === view.current ? "current" : ""}" role="row" aria-rowindex=${item.index + 2} data-id=${row.id}
    ${styles({ transform: `translateY(${item.start}px)` })} @click=${(event) => view.click(event, row)}>
  <span role="cell" class="pick"><input type="checkbox" .checked=${view.selected.has(row.id)} aria-label=${t("select", { name: row.entry.question })}
    @click=${(event) => view.pick(event, row, item.index)}></span>
  <span role="cell" class="what"><a href=${addressOf(session.kb, "questions", row.id)} class="question">${questionOf(row)}</a>
    <span class="excerpt">${sureOf?.has(row.id) && !worded?.has(row.id)
      ? html`<em class="meant">${t("byMeaning", { sure: sure(sureOf.get(row.id)) })}</em> ` : nothing}${excerptOf(row)}</span></span>
  <span role="cell" class="wordings number">${count(1 + (row.entry.alternates?.length ?? 0))}</span>
  <span role="cell" class="tags">${languageTags(row)}</span>
  <span role="cell" class="asked number">${session.entries.totals?.size ? count(askedOf(row.id)) : "–"}</span>
  <span role="cell" class="helped">${helped(row.id)}</span>
  <span role="cell" class="found number">${findings(row.id)}</span>
  <span role="cell" class="standing-cell"><span class="chip ${standingOf(row, changed)}">${t(standingOf(row, changed))}</span></span>
</div>`;

/** The wording in the language of texts that was chosen, where there is one. */
function questionOf(row) {
  const tag = session.textLanguage;
  const all = [row.entry.question, ...row.entry.alternates ?? []];
  const isHan = (text) => /\p{Script=Han}/u.test(text);
  return (tag && all.find((text) => isHan(text) === tag.startsWith("zh"))) || row.entry.question;
}

function excerptOf(row) {
  const answer = row.entry.answer;
  const text = typeof answer === "string" ? answer
    : answer?.[session.textLanguage] ?? answer?.[currentLanguage()] ?? answer?.[session.languages[0]] ?? Object.values(answer ?? {})[0] ?? "";
  return text.slice(0, excerptLength).replace(/\]\([^)]*\)/g, "").replace(/[*_#`>[\]|]|^\s*[-+]\s/gm, "").replace(/\s+/g, " ").trim();
}

const languageTags = (row) => (session.languages.length < 2 ? nothing : session.languages.map((tag) => html`<abbr
  class="tag ${lacks(row, tag) ? "lacking" : ""}" title=${lacks(row, tag) ? t("lacking", { language: shortNameOf(tag) }) : shortNameOf(tag)}>${
  shortNameOf(tag)}</abbr>`));

function helped(id) {
  const totals = session.entries.totals?.get(id);
  return totals?.helpfulRate === null || totals?.helpfulRate === undefined ? html`<span class="none">–</span>`
    : html`${percent(totals.helpfulRate)} <small>${percent(totals.helpfulInterval.low)}–${percent(totals.helpfulInterval.high)}</small>`;
}

function findings(id) {
  const found = session.entries.findings?.get(id);
  return found ? html`<span class="finding ${found.some((one) => one.severity.toLowerCase() === "error") ? "error" : ""}"
    title=${found.map(messageOf).join("\n")}>${count(found.length)}</span>` : session.entries.findings ? "" : "–";
}
