import { html, nothing } from "lit";
import { get, getIfAny } from "../api.js";
import { empty, faultBox, loading } from "../frame/faults.js";
import { count, day, percent, t } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { figureOf } from "./figure.js";
import { nextBest } from "./next-best.js";
import { periodButtons, rangeOf } from "./period.js";
import "./day-chart.js";

const mostListed = 10;

/** How the knowledge base fares, and what to do next. */
class Overview extends View {
  days = 30;
  data = null;

  opened() {
    this.#load();
  }

  #load() {
    this.data = null;
    const range = rangeOf(this.days);

    // One figure that cannot be had hides no other.
    let missed = null;
    const optional = (path) => getIfAny(session.path(path)).catch((fault) => {
      missed ??= fault;
      return null;
    });
    this.fetch(async () => {
      const days = await get(session.path(`analytics/days?${range}`));
      const [entries, never, topics, wordings] = await Promise.all([
        optional(`analytics/entries?${range}`), optional(`analytics/never-asked?${range}`), optional("analytics/topics"), optional(`analytics/wordings?${range}&unanswered=true`),
      ]);
      return { data: { days, entries, never, topics, wordings, missed } };
    });
  }

  #choose(days) {
    this.days = days;
    this.#load();
    this.requestUpdate();
  }

  render() {
    return html`<div class="overview page wide">
      <div class="page-head"><h1>${t("overview")}</h1><span class="spring"></span>${periodButtons(this.days, (days) => this.#choose(days))}</div>
      ${this.fault ? this.fault.kind === "notFound" ? empty(t("overviewUnpublished"), t("overviewUnpublishedText"),
          html`<a class="button primary" href=${addressOf(session.kb, "publish")}>${t("publish")}</a>`) : faultBox(this.fault, () => this.#load())
        : this.data === null ? loading() : this.#shown()}
    </div>`;
  }

  #shown() {
    const { days, entries, never, topics, wordings } = this.data;
    const list = days.days;
    const sum = (name) => list.reduce((total, one) => total + (one[name] ?? 0), 0);
    const asked = sum("asked");
    const helpful = entries?.entries.reduce((total, one) => total + one.helpful, 0) ?? 0;
    const unhelpful = entries?.entries.reduce((total, one) => total + one.notHelpful, 0) ?? 0;
    if (asked === 0) {
      return html`${nextBest(this.data)}${empty(t("nobodyYet"), t("nobodyYetText"), html`<a class="button" href="./" target="_blank">${t("tryChat")}</a>`,
        html`<a class="button" href=${addressOf(session.kb, "settings", null, { show: "widget" })}>${t("embedWidget")}</a>`)}`;
    }
    return html`${this.data.missed ? faultBox(this.data.missed, () => this.#load()) : nothing}
      ${nextBest(this.data)}
      <dl class="tiles">
        ${tile(t("askedTitle"), count(asked), t("askedText", { n: sum("conversations") }))}
        ${tile(t("answeredTitle"), percent(sum("answered") / asked), t("answeredText", { share: percent(sum("suggested") / asked) }))}
        ${tile(t("noMatchTitle"), percent(sum("noMatch") / asked), t("noMatchText", { n: sum("noMatch") }))}
        ${tile(t("helpfulTitle"), helpful + unhelpful > 0 ? percent(helpful / (helpful + unhelpful)) : "–", t("helpfulText", { n: helpful + unhelpful }))}
      </dl>
      ${figureOf({
        id: "days", title: t("daysTitle"), name: `${session.kb}-days`, csv: session.path(`analytics/days?${rangeOf(this.days)}&format=csv`),
        sentence: t("daysSentence", { share: percent(sum("answered") / asked), none: percent(sum("noMatch") / asked), n: asked }),
        chart: html`<faqbot-day-chart .days=${list} .publications=${days.publications} .span=${this.days}></faqbot-day-chart>`,
        head: [t("day"), t("askedTitle"), t("kind_answered"), t("kind_suggested"), t("kind_noMatch")],
        rows: list.map((one) => [day(one.day), count(one.asked), count(one.answered), count(one.suggested), count(one.noMatch)]),
      })}
      <div class="columns">
        ${topics?.topics.length > 0 ? figureOf({
          id: "topics", title: t("topicsTitle"), name: `${session.kb}-topics`, sentence: t("topicsSentence", { n: topics.topics.filter((one) => one.isRising).length }),
          chart: ranking(topics.topics.map((one) => [one.wordings[0], one.people ?? one.asked, one.isRising ? t("rising") : ""])),
          head: [t("topicsTitle"), t("askedTitle"), t("topicPeople"), t("topicBefore")],
          rows: topics.topics.map((one) => [one.wordings.slice(0, 3).join(" / "), count(one.asked), count(one.people),
            count(one.before)]),
          cells: [["wordings", "asked", "people", "before", "rising"], ...topics.topics.map((one) => [one.wordings.join(" / "), one.asked, one.people, one.before, String(one.isRising)])],
        }) : nothing}
        ${entries?.entries.length > 0 ? figureOf({
          id: "top", title: t("topTitle"), name: `${session.kb}-entries`, csv: session.path(`analytics/entries?${rangeOf(this.days)}&format=csv`),
          sentence: t("topSentence", { n: entries.entries.length }),
          chart: ranking([...entries.entries].sort((a, b) => b.answered + b.suggested - a.answered - a.suggested)
            .map((one) => [html`<a href=${addressOf(session.kb, "questions", one.entryId)}>${session.entries.questionOf(one.entryId)}</a>`, one.answered + one.suggested, ""])),
          head: [t("entries"), t("askedTitle"), t("helpfulTitle")],
          rows: entries.entries.map((one) => [session.entries.questionOf(one.entryId), count(one.answered + one.suggested),
            one.helpfulRate === null ? "–" : `${percent(one.helpfulRate)} (${percent(one.helpfulInterval.low)}–${percent(one.helpfulInterval.high)})`]),
        }) : nothing}
        ${wordings?.wordings.length > 0 ? figureOf({
          id: "unanswered", title: t("unansweredTitle"), name: `${session.kb}-unanswered`, csv: session.path(`analytics/wordings?${rangeOf(this.days)}&unanswered=true&format=csv`),
          sentence: t("unansweredSentence", { n: wordings.wordings.length }),
          chart: ranking(wordings.wordings.map((one) => [html`<a href=${addressOf(session.kb, "questions", "new", { question: one.text })}>${one.text}</a>`, one.asked, ""])), head: [], rows: [],
        }) : nothing}
        ${never ? figureOf({
          id: "never", title: t("neverTitle"), name: `${session.kb}-never-asked`, csv: session.path(`analytics/never-asked?${rangeOf(this.days)}&format=csv`),
          sentence: t("neverSentence", { n: never.entries.length, all: count(session.entries.total ?? 0) }), chart: nothing,
          head: [t("entries")], rows: never.entries.map((one) => [html`<a href=${addressOf(session.kb, "questions", one.entryId)}>${one.question}</a>`]),
        }) : nothing}
      </div>`;
  }
}

const tile = (title, number, text) => html`<div class="card tile"><dt>${title}</dt><dd><strong>${number}</strong><span>${text}</span></dd></div>`;

function ranking(rows) {
  const shown = rows.slice(0, mostListed);
  const most = Math.max(...shown.map((row) => row[1]), 1);
  return html`<ol class="ranking">${shown.map(([name, number, mark]) => html`<li><span class="ranking-name">${name}${mark ? html` <span class="chip draft">${mark}</span>` : nothing}</span>
    <meter min="0" max=${most} .value=${number} aria-label=${count(number)}></meter><span class="number">${count(number)}</span></li>`)}</ol>`;
}

customElements.define("faqbot-overview", Overview);
