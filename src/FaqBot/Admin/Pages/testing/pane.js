import { html, nothing } from "lit";
import { nullIfNone, post } from "../api.js";
import { renderMarkdown } from "../../../wwwroot/markdown.js";
import { faultBox } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { percent, sure, t } from "../language.js";
import { addressOf, go } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { barSlider } from "./bar.js";
import { dropLabel, keepLabel, teach } from "./teach.js";
import { evidence, verdict } from "./verdict.js";

const mostKept = 30;
const mostEntries = 5;

// What was tried is there wherever the pane is shown.
const tried = { kb: null, list: [], text: "", kept: new Set() };

/** Asks what customers are answered by and the draft, and shows why. */
class TestPane extends View {
  static properties = { isDocked: { attribute: false } };

  isBusy = false;
  fault = null;
  bar = null;
  #run = 0;

  opened() {
    if (tried.kb !== session.kb) {
      Object.assign(tried, { kb: session.kb, list: [], kept: new Set() });
    }
  }

  async ask(text = tried.text) {
    const question = text.trim();
    if (!question) {
      return;
    }
    const run = ++this.#run;
    this.show({ isBusy: true, fault: null });
    const explain = (deployment) => post(session.path("explain"), { question, deployment }, { timeout: 60_000 });
    try {
      const [draft, live] = await Promise.all([
        explain("test"), session.draft?.publishedRevision === null ? null : explain("production").catch(nullIfNone),
      ]);
      if (run === this.#run) {
        tried.list = [{ question, draft, live }, ...tried.list.filter((one) => one.question !== question)].slice(0, mostKept);
        this.show({ isBusy: false });
      }
    } catch (error) {
      if (run === this.#run) {
        this.show({ isBusy: false, fault: error });
      }
    }
  }

  async #keep(current) {
    try {
      await keepLabel(current.question, current.draft.entries[0].entryId);
      tried.kept.add(current.question);
      session.toast(t("keptLabel"), { action: t("undo"), act: async () => {
        await dropLabel(current.question);
        tried.kept.delete(current.question);
        this.requestUpdate();
      } });
    } catch (error) {
      this.fault = error;
    }
    this.requestUpdate();
  }

  async #teach(current, none) {
    const best = current.draft.decision === "noMatch" ? null : current.draft.entries[0] ?? null;
    if (await teach(current.question, best, none)) {
      this.ask(current.question);
    }
  }

  render() {
    const current = tried.list[0];
    return html`<div class="test-pane ${this.isDocked ? "" : "page"}">
      <header class="pane-head">${this.isDocked ? html`<h2>${t("testPane")}</h2>` : html`<h1>${t("test")}</h1>`}
        ${this.isDocked ? html`<button class="icon-button" aria-label=${t("closePane")} @click=${() => {
          session.dock = false;
          session.changed();
        }}>${icon("close")}</button>` : nothing}</header>
      ${!session.canEdit ? html`<p class="notice-box">${t("testNeedsEdit")}</p>` : session.entries?.total === 0 ? html`<p class="hint">${t("testEmpty")}</p>` : html`<form class="ask-line" @submit=${(event) => {
        event.preventDefault();
        this.ask();
      }}><label class="visually-hidden" for="test-question">${t("testQuestion")}</label>
        <textarea id="test-question" class="field" rows="2" placeholder=${t("testHint")} .value=${tried.text}
          @input=${(event) => {
            tried.text = event.target.value;
          }} @keydown=${(event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              this.ask();
            }
          }}></textarea>
        <button class="button primary" ?disabled=${this.isBusy}>${this.isBusy ? html`<span class="spinner"></span>` : t("ask")}</button></form>`}
      ${this.fault ? faultBox(this.fault, () => this.ask()) : nothing}
      <div class="results" role="region" aria-live="polite" aria-label=${t("result")}>${current ? this.#result(current) : html`<p class="hint">${t("testIntro")}</p>`}</div>
      ${current ? barSlider(this, tried.list) : nothing}
      ${tried.list.length > 1 ? html`<section class="tried"><h2>${t("triedBefore")}</h2><ul>${tried.list.slice(1).map((one) => html`<li>
        <button class="link" @click=${() => {
          tried.text = one.question;
          this.ask(one.question);
        }}>${one.question}</button> <span class="decision ${one.draft.decision}">${t(`decision_${one.draft.decision}`)}</span></li>`)}</ul></section>` : nothing}
    </div>`;
  }

  #result(current) {
    const { live, draft } = current;
    const isAlike = live && alike(live, draft);
    return html`<p class="asked-question"><q>${current.question}</q></p>
      <div class="versions ${isAlike ? "alike" : ""}">
        ${live ? this.#version(t(isAlike ? "liveAndDraft" : "live"), isAlike ? draft : live, isAlike, "live") : html`<p class="hint">${t("notLiveYet")}</p>`}
        ${isAlike ? nothing : this.#version(t("draft"), draft, true, "draft")}
      </div>
      ${session.canEdit ? html`<div class="teach-line">
        ${draft.decision !== "noMatch" && draft.entries.length > 0 ? html`<button class="button small" id="keep-right" ?disabled=${tried.kept.has(current.question)}
          @click=${() => this.#keep(current)}>${icon("check")}${tried.kept.has(current.question) ? t("keptRight") : t("keepRight")}</button>` : nothing}
        <button class="button small" id="should-have" @click=${() => this.#teach(current, false)}>${t("shouldHaveBeen")}</button>
        ${draft.decision === "noMatch" ? html`<button class="button small" @click=${() => go(session.kb, "questions", "new", { query: { question: current.question } })}>${
          t("writeEntry")}</button>` : html`<button class="button small" id="nothing-should" @click=${() => this.#teach(current, true)}>${t("nothingShould")}</button>`}
      </div>` : nothing}`;
  }

  #version(name, reply, isOpen, kind) {
    const best = reply.entries[0];
    return html`<article class="version ${kind} is-${reply.decision}" data-decision=${reply.decision}>
      <h2>${name}</h2>
      <p class="verdict">${verdict(reply)}</p>
      ${reply.decision === "answer" ? html`<p class="taken-for">${t("takenFor")} <a href=${addressOf(session.kb, "questions", best.entryId)}>${best.question}</a></p>
        <div class="answer-box answer" lang=${reply.language}>${renderMarkdown(reply.answer)}</div>`
        : reply.suggestions.length > 0 ? html`<p>${t("asksBack")}</p><ul>${reply.suggestions.map((id) => html`<li>
          <a href=${addressOf(session.kb, "questions", id)}>${session.entries.questionOf(id)}</a></li>`)}</ul>` : nothing}
      ${isOpen ? this.#evidence(reply) : nothing}
    </article>`;
  }

  #evidence(reply) {
    const rows = evidence(reply);
    return html`${rows.length > 0 ? html`<dl class="evidence">${rows.map((row) => html`<div class="evidence-row ${row.isBad ? "bad" : ""}"><dt>${t(row.name)}</dt>
        <dd><meter min="0" max="1" .value=${row.share} aria-label=${t(row.name)}></meter><span>${row.text}</span></dd></div>`)}</dl>` : nothing}
      ${reply.entries[0]?.rivals.length > 0 ? html`<p class="hint">${t("rivals")} ${reply.entries[0].rivals.join(", ")}</p>` : nothing}
      <details class="raw"><summary>${t("details")}</summary>
        <p>${t("searchedFor")} <q>${reply.searchedFor}</q></p>
        <div class="scroller" tabindex="0" role="region" aria-label=${t("details")}><table><thead><tr>
          ${["entry", "sure", "nearest", "meaning", "words", "judge"].map((name) => html`<th scope="col">${t(`raw_${name}`)}</th>`)}</tr></thead>
          <tbody>${reply.entries.slice(0, mostEntries).map((entry) => html`<tr><td><a href=${addressOf(session.kb, "questions", entry.entryId)}>${entry.entryId}</a></td>
            <td>${sure(entry.confidence)}</td><td>${entry.nearest}</td><td>${entry.cosine.toFixed(3)}</td>
            <td>${entry.words === null ? "–" : percent(entry.words)}</td><td>${entry.judge === null ? "–" : entry.judge.toFixed(2)}</td></tr>`)}</tbody></table></div>
      </details>`;
  }
}

const alike = (a, b) => a.decision === b.decision && a.answer === b.answer && a.suggestions.join() === b.suggestions.join()
  && Math.abs((a.entries[0]?.confidence ?? 0) - (b.entries[0]?.confidence ?? 0)) < .005;

customElements.define("faqbot-test", TestPane);
