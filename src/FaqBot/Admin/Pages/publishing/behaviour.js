import { html, nothing } from "lit";
import { nullIfNone, post } from "../api.js";
import { count, percent, sure, t } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";

const lastAsked = 2000;
const mostShown = 100;

/** Asks the test questions, and what customers asked last, of what is live and of the draft. */
export async function compareBehaviour() {
  const [labelled, logged] = await Promise.all([
    post(session.path("draft/behaviour"), {}, { timeout: 300_000 }),
    session.may("readQuestionTexts") ? post(session.path("draft/behaviour/logged"), { last: lastAsked }, { timeout: 300_000 })
      // Nothing is logged: then the test questions tell alone.
      .catch((error) => (error.status === 409 ? null : nullIfNone(error))) : null,
  ]);
  return { labelled: labelled.labelled, logged };
}

export function behaviourView({ labelled, logged }) {
  return html`
    ${labelled ? labelledView(labelled) : html`<p class="hint">${t("noLabelled")}</p>`}
    ${!logged || logged.questions === 0 ? html`<p class="hint">${t("nobodyAsked")}</p>` : loggedView(logged)}`;
}

/** Of customers' questions some are known to be better or worse, by what they said; others are merely answered otherwise. */
function loggedView({ questions, better, worse, changed, judged }) {
  const groups = [["worse", worse], ["better", better], ["otherwise", changed]].filter(([, list]) => list.length > 0);
  const times = groups.reduce((sum, [, list]) => sum + list.reduce((part, one) => part + one.times, 0), 0);
  return html`<p class="headline" id="logged">${times === 0 ? t("allAlike", { n: questions }) : questions === 1 ? t("lastOtherwise")
    : t("otherwise", { n: times, all: count(questions) })}</p>
    ${judged > 0 ? html`<p>${t("judgedHeadline", { n: judged, better: count(better.length), worse: count(worse.length) })} ${chance(better.length, worse.length)}</p>` : nothing}
    ${groups.map(([name, list]) => html`<details class=${name} ?open=${name !== "better"}><summary>${t(`logged_${name}`, { n: list.length })}</summary>
      <div class="scroll-box" tabindex="0" role="region" aria-label=${t(`logged_${name}`, { n: list.length })}><ul>${list.slice(0, mostShown).map((one) => html`<li>
        <q>${one.question}</q> ${one.times > 1 ? html`<small>${t("times", { n: one.times })}</small>` : nothing}
        <div class="before-after"><span>${said(one.before)}</span> <span aria-hidden="true">→</span> <span>${said(one.after)}${
          isSameEntry(one) ? html` · ${t("newText")}` : nothing}</span></div>
        ${one.wanted ? html`<small>${t("wanted")} ${entryLink(one.wanted)}</small>` : nothing}</li>`)}</ul></div></details>`)}`;
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

/** The entry is the same: what customers read of it is another text. */
const isSameEntry = ({ before, after }) => before.decision === "answer" && after.decision === "answer" && before.entryId === after.entryId;

const said = (reply) => (reply.decision === "answer" ? html`${entryLink(reply.entryId)} <small>${sure(reply.confidence)}</small>`
  : html`${t(`decision_${reply.decision}`)}${reply.suggestions.length > 0 ? html`: ${reply.suggestions.map((id, i) => html`${i > 0 ? ", " : ""}${session.entries.questionOf(id)}`)}` : nothing}`);
