import { html, nothing } from "lit";
import { get, post } from "../api.js";
import { count, percent, sure, t } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";

const mostAsked = 1000;
const mostShown = 100;
const week = 7 * 24 * 3600 * 1000;

/** Asks the test questions, and what customers asked in the last week, of what is live and of the draft. */
export async function compareBehaviour() {
  let asked = [];
  try {
    const from = new Date(Date.now() - week).toISOString().slice(0, 10);
    asked = (await get(session.path(`analytics/wordings?from=${from}`))).wordings;
  } catch (error) {
    if (!["notFound", "forbidden", "rejected"].includes(error.kind)) {
      throw error;
    }
    // Nothing is logged, or this person may not read it: then the test questions tell alone.
  }
  const questions = asked.slice(0, mostAsked).map((one) => one.text).filter((text) => text.trim());
  const behaviour = await post(session.path("draft/behaviour"), { questions }, { timeout: 300_000 });
  const times = new Map(asked.map((one) => [one.text, one.asked]));
  return { ...behaviour, times, weighed: questions.reduce((sum, text) => sum + (times.get(text) ?? 1), 0) };
}

export function behaviourView(behaviour) {
  const { labelled, otherwise, asked, times, weighed } = behaviour;
  const changed = otherwise.reduce((sum, one) => sum + (times.get(one.question) ?? 1), 0);
  return html`
    ${labelled ? labelledView(labelled) : html`<p class="hint">${t("noLabelled")}</p>`}
    ${asked === 0 ? html`<p class="hint">${t("nobodyAsked")}</p>` : html`<p class="headline">${otherwise.length === 0
      ? t("allAlike", { n: weighed }) : t("otherwise", { n: changed, all: count(weighed) })}</p>`}
    ${otherwise.length > 0 ? html`<details class="otherwise" open><summary>${t("otherwiseList", { n: otherwise.length })}</summary>
      <div class="scroll-box" tabindex="0" role="region" aria-label=${t("otherwiseList", { n: otherwise.length })}><ul>${otherwise.slice(0, mostShown).map((one) => html`<li>
        <q>${one.question}</q> ${times.get(one.question) > 1 ? html`<small>${t("times", { n: times.get(one.question) })}</small>` : nothing}
        <div class="before-after"><span>${said(one.before)}</span> <span aria-hidden="true">→</span> <span>${said(one.after)}</span></div></li>`)}</ul></div></details>` : nothing}`;
}

function labelledView({ better, worse, bothRight }) {
  return html`<p class="headline">${t("labelledHeadline", { better: count(better.length), worse: count(worse.length), right: count(bothRight) })}</p>
    <p>${chance(better.length, worse.length)}</p>
    ${[["worse", worse], ["better", better]].filter(([, list]) => list.length > 0).map(([name, list]) => html`<details class=${name} ?open=${name === "worse"}>
      <summary>${t(`labelled_${name}`, { n: list.length })}</summary><ul>${list.slice(0, mostShown).map((one) => html`<li><q>${one.question}</q>
        <div class="before-after"><span>${entryLink(one.before)} ${sure(one.confidenceBefore)}</span> <span aria-hidden="true">→</span>
          <span>${entryLink(one.after)} ${sure(one.confidenceAfter)}</span></div>
        <small>${t("expected")} ${one.expected ? entryLink(one.expected) : t("noEntry")}</small></li>`)}</ul></details>`)}`;
}

/** McNemar's test in words: both counts as coins that fall one way or the other. */
function chance(better, worse) {
  const number = better + worse;
  if (number === 0) {
    return t("labelledSame");
  }
  let tail = 0;
  let term = .5 ** number;
  for (let i = 0; i <= Math.min(better, worse); i++) {
    tail += term;
    term = term * (number - i) / (i + 1);
  }
  const probability = Math.min(1, 2 * tail);
  return probability >= .05 ? t("withinChance", { share: percent(probability) }) : t(better > worse ? "surelyBetter" : "surelyWorse");
}

const entryLink = (id) => (id ? html`<a href=${addressOf(session.kb, "questions", id)}>${session.entries.questionOf(id)}</a>` : t("noEntry"));

const said = (reply) => (reply.decision === "answer" ? html`${entryLink(reply.entryId)} <small>${sure(reply.confidence)}</small>`
  : html`${t(`decision_${reply.decision}`)}${reply.suggestions.length > 0 ? html`: ${reply.suggestions.map((id, i) => html`${i > 0 ? ", " : ""}${session.entries.questionOf(id)}`)}` : nothing}`);
