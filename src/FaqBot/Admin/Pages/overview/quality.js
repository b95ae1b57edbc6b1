import { html, nothing } from "lit";
import { call, download, get, getIfAny, post } from "../api.js";
import { empty, faultBox, faultText, loading } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { count, day, percent, t, when } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { figureOf } from "./figure.js";
import { histogram } from "./histogram.js";
import { periodButtons, rangeOf } from "./period.js";

const mostShown = 200;
const leastMatrix = 3;
const mostMatrix = 8;

/** How good answers are, by what customers say and by test questions. */
class Quality extends View {
  days = 30;
  data = null;
  labels = null;
  evaluations = [];
  isRunning = false;

  opened() {
    this.#load();
  }

  #load() {
    this.data = null;
    const range = rangeOf(this.days);
    const optional = (path) => getIfAny(session.path(path));
    this.fetch(async () => {
      const [confidence, confusions, funnel, drift, labels, evaluations] = await Promise.all([
        optional(`analytics/confidence?${range}`), optional(`analytics/confusions?${range}`), optional(`analytics/funnel?${range}`), optional("analytics/drift"),
        get(session.path(`labelled?limit=${mostShown}`)), get(session.path("evaluations?limit=20")),
      ]);
      return { data: { confidence, confusions, funnel, drift }, labels, evaluations: evaluations.evaluations };
    });
  }

  async #evaluate(deployment) {
    this.show({ isRunning: true });
    try {
      await post(session.path("evaluations"), { deployment }, { timeout: 300_000 });
      const { evaluations } = await get(session.path("evaluations?limit=20"));
      this.evaluations = evaluations;
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
    this.show({ isRunning: false });
  }

  async #drop(label) {
    await call("DELETE", session.path(`labelled?question=${encodeURIComponent(label.question)}`));
    this.labels = { ...this.labels, total: this.labels.total - 1, labelled: this.labels.labelled.filter((one) => one !== label) };
    session.toast(t("labelDropped"), { action: t("undo"), act: async () => {
      await post(session.path("labelled"), { labelled: [{ question: label.question, entry: label.entry, offered: label.offered, kind: label.kind, language: label.language }] });
      this.#load();
    } });
    this.requestUpdate();
  }

  render() {
    return html`<div class="quality page wide">
      <div class="page-head"><h1>${t("quality")}</h1><span class="spring"></span>${periodButtons(this.days, (days) => {
        this.days = days;
        this.#load();
        this.requestUpdate();
      })}</div>
      ${this.fault ? faultBox(this.fault, () => this.#load()) : this.data === null ? loading() : html`${this.#tests()}${this.#confidence()}
        <div class="columns">${this.#confusions()}${this.#funnel()}${this.#drift()}</div>`}
    </div>`;
  }

  #tests() {
    const { labels, evaluations } = this;
    const last = evaluations[0];
    return html`<section class="card" id="test-questions"><div class="page-head"><h2>${t("testQuestions")}</h2><span class="spring"></span>
        ${labels.total > 0 ? html`<button class="button small" @click=${() => download(session.path("labelled/export"), `${session.kb}-test-questions.tsv`)}>${t("download")}</button>
          ${["production", "test"].map((deployment) => html`<button class="button small ${deployment === "test" ? "primary" : ""}" ?disabled=${this.isRunning}
            @click=${() => this.#evaluate(deployment)}>${this.isRunning ? html`<span class="spinner"></span>` : nothing}${t(`evaluate_${deployment}`)}</button>`)}` : nothing}</div>
      ${labels.total === 0 ? empty(t("noTests"), t("noLabelled"), html`<a class="button primary" href=${addressOf(session.kb, "test")}>${t("test")}</a>`) : html`
        <p class="sentence">${last ? t("lastEvaluation", { time: when(last.at), what: t(last.deployment === "test" ? "draft" : "live"), share: last.accuracy === null ? "–" : percent(last.accuracy, 1), n: last.questions })
          : t("notEvaluated", { n: labels.total })}</p>
        ${evaluations.length > 0 ? html`<details class="figures"><summary>${t("earlierEvaluations")}</summary><div class="scroller" tabindex="0" role="region" aria-label=${t("earlierEvaluations")}>
          <table class="data-table"><thead><tr>${["time", "what", "right", "precise"].map((name) => html`<th scope="col">${t(`evaluated_${name}`)}</th>`)}</tr></thead>
          <tbody>${evaluations.map((one) => html`<tr><td>${when(one.at)}</td><td>${t(one.deployment === "test" ? "draft" : "live")} ${one.version}</td>
            <td>${one.accuracy === null ? "–" : percent(one.accuracy, 1)}</td><td>${one.precision === null ? "–" : percent(one.precision, 1)}</td></tr>`)}</tbody></table></div></details>` : nothing}
        <details class="figures"><summary>${t("allTests", { n: labels.total })}</summary><div class="scroll-box" tabindex="0" role="region" aria-label=${t("testQuestions")}>
          <table class="data-table"><thead><tr><th scope="col">${t("question")}</th><th scope="col">${t("shouldAnswer")}</th><th scope="col"><span class="visually-hidden">${t("delete")}</span></th></tr></thead>
          <tbody>${labels.labelled.map((one) => html`<tr><td>${one.question}</td><td>${one.entry ? html`<a href=${addressOf(session.kb, "questions", one.entry)}>${
            session.entries.questionOf(one.entry)}</a>` : one.offered.length > 0 ? one.offered.map((id) => session.entries.questionOf(id)).join(" / ") : t("noEntry")}</td>
            <td>${session.canEdit ? html`<button class="icon-button small" aria-label=${t("dropLabel", { text: one.question })} @click=${() => this.#drop(one)}>${icon("close")}</button>` : nothing}</td></tr>`)}</tbody></table></div></details>`}
    </section>`;
  }

  #confidence() {
    const { confidence } = this.data;
    const total = confidence?.steps.reduce((sum, step) => sum + step.asked, 0) ?? 0;
    if (total === 0) {
      return html`<section class="card"><h2>${t("confidenceTitle")}</h2><p class="hint">${t("nobodyYetText")}</p></section>`;
    }
    const above = confidence.steps.filter((step) => step.from >= confidence.answerThreshold - 1e-9);
    const asked = above.reduce((sum, step) => sum + step.asked, 0);
    const helpful = above.reduce((sum, step) => sum + step.helpful, 0);
    const votes = above.reduce((sum, step) => sum + step.helpful + step.notHelpful, 0);
    return figureOf({
      id: "confidence", title: t("confidenceTitle"), name: `${session.kb}-confidence`, csv: session.path(`analytics/confidence?${rangeOf(this.days)}&format=csv`),
      sentence: html`${t("confidenceSentence", { share: percent(asked / total), bar: percent(confidence.answerThreshold) })}
        ${votes > 0 ? t("confidenceHelpful", { share: percent(helpful / votes), n: votes }) : t("confidenceNoVotes")}`,
      chart: histogram(confidence.steps, confidence.answerThreshold, confidence.suggestThreshold),
      head: [t("sureFrom"), t("askedTitle"), t("helpfulTitle")],
      rows: confidence.steps.map((one) => [percent(one.from), count(one.asked), one.helpfulRate === null ? "–"
        : `${percent(one.helpfulRate)} (${percent(one.helpfulInterval.low)}–${percent(one.helpfulInterval.high)})`]),
    });
  }

  #confusions() {
    const pairs = this.data.confusions?.pairs ?? [];
    const ids = [...new Set(pairs.flatMap((pair) => [pair.found, pair.meant]))].slice(0, mostMatrix);
    return figureOf({
      id: "confusions", title: t("confusionsTitle"), name: `${session.kb}-confusions`,
      csv: pairs.length > 0 ? session.path(`analytics/confusions?${rangeOf(this.days)}&format=csv`) : null,
      sentence: pairs.length === 0 ? t("noConfusions") : t("confusionsSentence", { n: pairs.length }),
      chart: html`${ids.length >= leastMatrix ? matrix(ids, pairs) : nothing}<ul class="pairs">${pairs.slice(0, 20).map((pair) => html`<li>
        <span><a href=${addressOf(session.kb, "questions", pair.found)}>${session.entries.questionOf(pair.found)}</a> ${t("takenInstead")}
          <a href=${addressOf(session.kb, "questions", pair.meant)}>${session.entries.questionOf(pair.meant)}</a> <small>${t("times", { n: pair.times })}</small></span>
        <a class="button small" href=${addressOf(session.kb, "questions", pair.meant, { focus: "wording" })}>${t("fix")}</a></li>`)}</ul>`,
      head: [], rows: [],
    });
  }

  #funnel() {
    const { funnel } = this.data;
    const rows = funnel ? [["funnelShown", funnel.shown], ["funnelChosen", funnel.chosen], ["funnelHelpful", funnel.helpful]] : [];
    return funnel && funnel.shown > 0 ? figureOf({
      id: "funnel", title: t("funnelTitle"), name: `${session.kb}-funnel`, csv: session.path(`analytics/funnel?${rangeOf(this.days)}&format=csv`),
      sentence: t("funnelSentence", { share: percent(funnel.chosen / funnel.shown) }),
      chart: html`<dl class="bars">${rows.map(([name, number]) => html`<div><dt>${t(name)}</dt><dd><meter min="0" max=${funnel.shown} .value=${number} aria-label=${t(name)}></meter>
        <span class="number">${count(number)}</span></dd></div>`)}</dl>`,
      head: [], rows: [],
    }) : nothing;
  }

  #drift() {
    const weeks = this.data.drift?.weeks ?? [];
    const alarms = weeks.filter((one) => one.noMatchAlarm || one.confidenceAlarm || one.topicAlarm);
    return weeks.length > 1 ? figureOf({
      id: "drift", title: t("driftTitle"), name: `${session.kb}-drift`, csv: session.path("analytics/drift?format=csv"),
      sentence: alarms.length === 0 ? t("driftNone") : t("driftSome", { n: alarms.length, week: day(alarms.at(-1).week) }), chart: nothing,
      head: [t("week"), t("askedTitle"), t("noMatchTitle"), t("meanSure")],
      rows: weeks.map((one) => [day(one.week), count(one.asked), html`${percent(one.noMatchShare)}${one.noMatchAlarm ? html` <span class="chip removed">${t("alarm")}</span>` : nothing}`,
        html`${percent(one.meanConfidence)}${one.confidenceAlarm ? html` <span class="chip removed">${t("alarm")}</span>` : nothing}`]),
    }) : nothing;
  }
}

/** Which entry came first (down) where which was meant (across). */
function matrix(ids, pairs) {
  const most = Math.max(...pairs.map((pair) => pair.times));
  const times = (found, meant) => pairs.find((pair) => pair.found === found && pair.meant === meant)?.times ?? 0;
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${t("confusionsTitle")}><table class="matrix"><caption>${t("matrixCaption")}</caption>
    <thead><tr><td></td>${ids.map((id, i) => html`<th scope="col" title=${session.entries.questionOf(id)}>${i + 1}</th>`)}</tr></thead>
    <tbody>${ids.map((found, i) => html`<tr><th scope="row">${i + 1}. ${session.entries.questionOf(found)}</th>${ids.map((meant) => {
      const number = times(found, meant);
      return html`<td class=${number === 0 ? "" : `heat-${Math.ceil(number / most * 4)}`}>${number || ""}</td>`;
    })}</tr>`)}</tbody></table></div>`;
}

customElements.define("faqbot-quality", Quality);
