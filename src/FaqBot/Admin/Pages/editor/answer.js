import { html, nothing } from "lit";
import { renderMarkdown } from "../../../wwwroot/markdown.js";
import { icon } from "../frame/icons.js";
import { t } from "../language.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { tabName } from "./wordings.js";

const tools = [
  ["bold", "**", "**"], ["italic", "*", "*"], ["link", "[", "](https://)"], ["code", "`", "`"], ["heading", "\n## ", ""], ["bullets", "\n- ", ""],
  ["numbers", "\n1. ", ""],
];

/** The answer in each language, with Markdown's tools and what channels make of it. */
class Answer extends View {
  static properties = { draft: { attribute: false }, entry: { attribute: false }, isLocked: { attribute: false } };

  tag = null;
  channel = "widget";

  get #answer() {
    return this.draft.entry.answer;
  }

  get tags() {
    const present = typeof this.#answer === "string" ? ["*"] : Object.keys(this.#answer ?? {});
    return [...new Set([...present.includes("*") || session.languages.length < 2 ? ["*"] : [], ...session.languages.length > 1 ? session.languages : [],
      ...present])];
  }

  #textOf(tag) {
    return typeof this.#answer === "string" ? (tag === "*" ? this.#answer : "") : this.#answer?.[tag] ?? "";
  }

  #write(tag, text) {
    const map = typeof this.#answer === "string" ? { "*": this.#answer } : { ...this.#answer };
    map[tag] = text;
    const kept = Object.fromEntries(Object.entries(map).filter(([key, value]) => value !== "" || key === tag));
    this.draft.edit({ answer: Object.keys(kept).length === 1 && "*" in kept ? kept["*"] : kept });
  }

  #tool([, before, after]) {
    const area = this.$("textarea");
    const { selectionStart: from, selectionEnd: to, value } = area;
    const isLine = before.startsWith("\n");
    const lead = isLine && (from === 0 || value[from - 1] === "\n") ? before.slice(1) : before;
    area.focus();
    // In this way the browser's own undo takes it back.
    document.execCommand("insertText", false, `${lead}${value.slice(from, to)}${after}`);
    if (from === to && after) {
      area.setSelectionRange(from + lead.length, from + lead.length);
    }
  }

  render() {
    const { tags } = this;
    const tag = tags.includes(this.tag) ? this.tag
      : tags.includes(session.textLanguage) ? session.textLanguage : tags.find((one) => this.#textOf(one)) ?? tags[0];
    const text = this.#textOf(tag);
    return html`<section class="answer-part">
      <h2 id="answer-heading">${t("answer")}</h2>
      ${tags.length > 1 ? html`<div class="tabs" role="tablist" aria-label=${t("answerLanguages")} @keydown=${(event) => this.#arrows(event, tags, tag)}>
        ${tags.map((one) => html`<button role="tab" id=${`tab-${one}`} aria-selected=${String(one === tag)} tabindex=${one === tag ? 0 : -1}
          aria-controls="answer-panel" @click=${() => this.show({ tag: one })}>${tabName(one)}${this.#textOf(one).trim() || this.#textOf("*").trim() ? nothing
            : html` <span class="missing">${t("missing")}</span>`}</button>`)}</div>` : nothing}
      <div class="answer-panel" id="answer-panel" role=${tags.length > 1 ? "tabpanel" : "group"} aria-labelledby=${tags.length > 1 ? `tab-${tag}` : "answer-heading"}>
        <div class="write">
          <div class="tools" role="toolbar" aria-label=${t("markdownTools")}>${tools.map((tool) => html`<button type="button" class="tool"
            ?disabled=${this.isLocked} aria-label=${t(`tool_${tool[0]}`)} title=${t(`tool_${tool[0]}`)} @click=${() => this.#tool(tool)}>${icon(tool[0])}</button>`)}</div>
          <textarea class="field" id="answer" rows="9" lang=${tag === "*" ? nothing : tag} maxlength="25000" aria-label=${`${t("answer")} · ${tabName(tag)}`}
            placeholder=${t("answerHint")} ?readonly=${this.isLocked} .value=${text} @input=${(event) => this.#write(tag, event.target.value)}
            @keydown=${(event) => this.#shortcut(event)}></textarea>
        </div>
        <div class="preview-part">
          <div class="segments" role="group" aria-label=${t("preview")}>${["widget", "teams", "plain"].map((one) => html`<button type="button"
            aria-pressed=${String(one === this.channel)} @click=${() => this.show({ channel: one })}>${t(`preview_${one}`)}</button>`)}</div>
          <div class="preview ${this.channel}" tabindex="0" role="region" aria-label=${t("preview")} lang=${tag === "*" ? nothing : tag}>${
            text.trim() ? this.#preview(text) : html`<p class="hint">${t("previewEmpty")}</p>`}</div>
        </div>
      </div>
    </section>`;
  }

  #preview(text) {
    return this.channel === "plain" ? html`<pre class="plain-text">${text}</pre>`
      : html`<div class="bubble answer">${renderMarkdown(text)}</div>
        ${this.draft.entry.prompts?.length ? html`<div class="prompt-chips">${this.draft.entry.prompts.map((prompt) => html`<span class="prompt-chip">${
          typeof prompt.text === "string" ? prompt.text : Object.values(prompt.text)[0]}</span>`)}</div>` : nothing}`;
  }

  #shortcut(event) {
    const tool = (event.ctrlKey || event.metaKey) && !event.altKey ? { b: tools[0], i: tools[1] }[event.key.toLowerCase()] : null;
    if (tool && !this.isLocked) {
      event.preventDefault();
      this.#tool(tool);
    }
  }

  async #arrows(event, tags, tag) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.show({ tag: tags[(tags.indexOf(tag) + step + tags.length) % tags.length] });
      await this.updateComplete;
      this.$('[role="tab"][aria-selected="true"]').focus();
    }
  }
}

customElements.define("faqbot-answer", Answer);
