import { html, nothing } from "lit";
import { call, get, post } from "../api.js";
import { faultText } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { currentLanguage, nameOf, t } from "../language.js";
import { addressOf, go } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";

const languages = ["zh-Hans", "zh-Hant", "en"];
const mostPasted = 500;
const defaultAnswers = {
  "zh-Hans": "抱歉，这个问题我还答不上来。",
  "zh-Hant": "抱歉，這個問題我還答不上來。",
  en: "Sorry, I have no answer to that yet.",
};

/** The first run, and the beginning of any knowledge base: the sample, five questions, or a file. */
class Start extends View {
  static needsNoBase = true;

  name = "";
  id = "";
  tags = [currentLanguage()];
  pasted = "";
  fault = null;
  isBusy = false;

  get #id() {
    return this.id || this.name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40)
      || `kb${session.kbs.length + 1}`;
  }

  get #pairs() {
    return pairsOf(this.pasted);
  }

  async #create() {
    const answer = this.tags.length === 1 ? defaultAnswers[this.tags[0]] : Object.fromEntries(this.tags.map((tag) => [tag, defaultAnswers[tag]]));
    await post("kbs", { id: this.#id, name: this.name.trim() || this.#id, languages: this.tags, defaultAnswer: answer });
    return this.#id;
  }

  async #begin(fill, area) {
    this.show({ isBusy: true, fault: null });
    try {
      const kb = await this.#create();
      await fill(kb);
      await session.start();
      go(kb, area);
    } catch (error) {
      this.show({ fault: error });
    }
    this.show({ isBusy: false });
  }

  #paste(event) {
    event.preventDefault();
    const pairs = this.#pairs;
    this.#begin(async (kb) => {
      for (const { question, answer } of pairs) {
        await post(`kbs/${encodeURIComponent(kb)}/entries`, { question, answer });
      }
      const { revision } = await get(`kbs/${encodeURIComponent(kb)}/draft`);
      await call("POST", `kbs/${encodeURIComponent(kb)}/publish`, { body: { revision }, timeout: 120_000 });
    }, "test");
  }

  render() {
    const sample = session.kbs.find((one) => one.published && one.id === session.service.defaultKnowledgeBase) ?? session.kbs.find((one) => one.published);
    return html`<div class="start page">
      <header><h1>${session.kbs.length === 0 ? t("welcome") : t("newKnowledgeBaseTitle")}</h1><p class="hint">${t("welcomeText")}</p></header>
      ${this.fault ? html`<div class="notice-box error" role="alert"><p>${faultText(this.fault)}</p></div>` : nothing}
      <section class="card"><div class="inline-form"><label class="stacked">${t("baseName")}<input class="field" id="base-name" maxlength="100" .value=${this.name} placeholder=${t("baseNameHint")}
          @input=${(event) => this.show({ name: event.target.value })}></label>
        <label class="stacked">${t("baseId")}<input class="field" maxlength="40" pattern="[a-z0-9._\\-]+" .value=${this.id} placeholder=${this.#id} @input=${(event) => this.show({ id: event.target.value.trim() })}></label></div>
        <fieldset><legend class="stacked">${t("member_languages")}</legend><div class="actions">${languages.map((tag) => html`<label class="check"><input type="checkbox" .checked=${this.tags.includes(tag)}
          @change=${(event) => this.show({ tags: languages.filter((one) => (one === tag ? event.target.checked : this.tags.includes(one))) })}>${nameOf(tag)}</label>`)}</div></fieldset></section>
      <div class="cards">
        ${sample ? html`<section class="card"><h2>${icon("test")}${t("startSample")}</h2><p>${t("startSampleText")}</p>
          <a class="button" href=${addressOf(sample.id, "test")}>${t("startSampleGo")}</a></section>` : nothing}
        <form class="card" @submit=${(event) => this.#paste(event)}><h2>${icon("questions")}${t("startPaste")}</h2><p>${t("startPasteText")}</p>
          <textarea class="field" id="paste" rows="7" aria-label=${t("startPaste")} placeholder=${t("startPasteHint")} .value=${this.pasted} @input=${(event) => this.show({ pasted: event.target.value })}></textarea>
          <p class="hint" role="status">${t("pairsFound", { n: this.#pairs.length })}</p>
          <button class="button primary" id="begin" ?disabled=${this.isBusy || this.#pairs.length === 0 || this.tags.length === 0}>${this.isBusy ? html`<span class="spinner"></span>` : nothing}${t("startPasteGo")}</button></form>
        <section class="card"><h2>${icon("import")}${t("startImport")}</h2><p>${t("startImportText")}</p>
          <button class="button" id="begin-import" ?disabled=${this.isBusy || this.tags.length === 0} @click=${() => this.#begin(async () => {}, "import")}>${t("startImportGo")}</button></section>
      </div></div>`;
  }
}

/** Questions with answers as people paste them: cells side by side, or lines in pairs. */
export function pairsOf(text) {
  const rows = text.split(/\r?\n/).map((line) => line.trim());
  const cells = rows.filter(Boolean).map((line) => line.split(/\t|\s\|\s/).map((cell) => cell.trim()).filter(Boolean));
  if (cells.length > 0 && cells.every((row) => row.length >= 2)) {
    return cells.slice(0, mostPasted).map(([question, ...answer]) => ({ question, answer: answer.join(" ") }));
  }
  const unmarked = (line) => line.replace(/^(?:q|a|问|答|問|question|answer|问题|答案|問題)\s*\d*\s*[:：.]\s*/i, "");
  const blocks = text.split(/\r?\n\s*\r?\n/).map((block) => block.split(/\r?\n/).map((line) => line.trim()).filter(Boolean)).filter((block) => block.length > 0);
  const pairs = blocks.every((block) => block.length >= 2)
    ? blocks.map(([question, ...answer]) => [question, answer.join("\n")])
    : rows.filter(Boolean).flatMap((line, i, all) => (i % 2 === 0 && all[i + 1] ? [[line, all[i + 1]]] : []));
  return pairs.slice(0, mostPasted).map(([question, answer]) => ({ question: unmarked(question), answer: unmarked(answer) }));
}

customElements.define("faqbot-start", Start);
