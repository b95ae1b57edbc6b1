import { html, nothing } from "lit";
import { post } from "../api.js";
import { icon } from "../frame/icons.js";
import { nameOf, sure, t } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";

const pauseMilliseconds = 350;
const mostShown = 60;
const isHan = (text) => /\p{Script=Han}/u.test(text);

/** The wordings of an entry as chips; warns while one is typed that belongs to another entry. */
class Wordings extends View {
  static properties = { draft: { attribute: false }, entry: { attribute: false }, member: {}, heading: {}, hint: {}, isLocked: { attribute: false } };

  typed = "";
  warning = null;
  edited = null;
  isWhole = false;
  #timer = null;
  #run = 0;

  get wordings() {
    return this.draft.entry[this.member] ?? [];
  }

  #write(wordings) {
    this.draft.edit({ [this.member]: wordings.length > 0 ? wordings : undefined });
  }

  #add(text) {
    const known = new Set([this.draft.entry.question, ...this.wordings].filter(Boolean).map((one) => one.trim().toLowerCase()));
    const added = [];
    for (const line of text.split(/\r?\n/).map((one) => one.replace(/^\s*(?:[-*•·]|\d+[.)、])\s+/, "").trim()).filter(Boolean)) {
      if (!known.has(line.toLowerCase())) {
        known.add(line.toLowerCase());
        added.push(line);
      }
    }
    this.#write([...this.wordings, ...added]);
    this.show({ typed: "", warning: null });
    return added.length;
  }

  #type(text) {
    this.show({ typed: text, warning: null });
    clearTimeout(this.#timer);
    const run = ++this.#run;
    if (this.member === "alternates" && text.trim().length > 1) {
      this.#timer = setTimeout(() => this.#try(text.trim(), run), pauseMilliseconds);
    }
  }

  /** Whose customers type this now? */
  async #try(text, run) {
    try {
      const reply = await post(session.path("explain"), { question: text.slice(0, 1000), deployment: "test" });
      const best = reply.entries[0];
      if (run === this.#run && best && best.entryId !== this.draft.id && (reply.exact || reply.decision === "answer")) {
        this.show({ warning: { ...best, isStored: Boolean(reply.exact), text } });
      }
    } catch {
      // A warning that cannot be had now is not worth another one.
    }
  }

  /** The wording goes to the entry that it would have been taken from. */
  async #move() {
    const { entryId, text } = this.warning;
    const row = session.entries.byId.get(entryId);
    const { call } = await import("../api.js");
    try {
      const reply = await call("PATCH", session.path(`entries/${encodeURIComponent(entryId)}`), {
        body: { alternates: [...row.entry.alternates ?? [], text] }, headers: { "If-Match": `"${row.revision}"` },
      });
      session.entries.put(reply.body, reply.revision);
      session.refresh();
      session.toast(t("movedTo", { name: row.entry.question }), { action: t("undo"), act: () => session.undo(reply.revision) });
      this.show({ typed: "", warning: null });
    } catch (error) {
      session.toast(error.detail || t("faultRejected"), { isError: true });
    }
  }

  #key(event) {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.#add(this.typed);
    }
  }

  #paste(event) {
    const text = event.clipboardData.getData("text");
    if (/\r?\n/.test(text.trim())) {
      event.preventDefault();
      const n = this.#add(`${this.typed}${text}`);
      session.toast(t("pasted", { n }));
    }
  }

  focusField() {
    this.$("input.add-wording")?.focus();
  }

  render() {
    const all = this.wordings;
    const shown = this.isWhole ? all : all.slice(0, mostShown);
    const texts = [this.draft.entry.question ?? "", ...all].filter(Boolean);
    const han = texts.filter(isHan).length;
    return html`<section class="wordings-part">
      <h2>${this.heading} <small>${this.member === "alternates" && session.languages.length > 1
        ? [t("inChinese", { n: han }), t("inOthers", { n: texts.length - han })].join(" · ") : t("wordingCount", { n: all.length })}</small></h2>
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : nothing}
      <ul class="chips">${shown.map((text, i) => (this.edited === i ? this.#field(text, i) : html`<li class="wording-chip" lang=${isHan(text) ? "zh" : "en"}>
        <button class="wording-text" ?disabled=${this.isLocked} title=${t("editWording")} @click=${async () => {
          this.show({ edited: i });
          await this.updateComplete;
          this.$(".wording-edit")?.focus();
        }}>${text}</button>
        <button class="icon-button small" ?disabled=${this.isLocked} aria-label=${t("removeWording", { text })}
          @click=${() => this.#write(all.filter((_, k) => k !== i))}>${icon("close")}</button></li>`))}
      </ul>
      ${all.length > mostShown ? html`<button class="link" @click=${() => this.show({ isWhole: !this.isWhole })}>${
        this.isWhole ? t("showFewer") : t("showAll", { n: all.length })}</button>` : nothing}
      ${this.isLocked ? nothing : html`<div class="add-line"><input class="field add-wording" type="text" maxlength="1000"
        aria-label=${t(this.member === "alternates" ? "addWording" : "addNotThis")} placeholder=${t(this.member === "alternates" ? "addWordingHint" : "addNotThis")}
        .value=${this.typed} @input=${(event) => this.#type(event.target.value)} @keydown=${this.#key} @paste=${this.#paste}>
        <button class="button" ?disabled=${!this.typed.trim()} @click=${() => this.#add(this.typed)}>${t("add")}</button></div>`}
      <div role="status">${this.warning ? this.#warn() : nothing}</div>
    </section>`;
  }

  #field(text, i) {
    const end = (event) => {
      if (this.edited !== i) {
        return;
      }
      const value = event.target.value.trim();
      this.show({ edited: null });
      this.#write(this.wordings.map((one, k) => (k === i ? value : one)).filter(Boolean));
    };
    return html`<li class="wording-chip"><input class="field wording-edit" type="text" maxlength="1000" aria-label=${t("editWording")} .value=${text}
      @blur=${end} @keydown=${(event) => {
        if (event.key === "Enter" && !event.isComposing) {
          end(event);
        } else if (event.key === "Escape") {
          this.show({ edited: null });
        }
      }}></li>`;
  }

  #warn() {
    const { entryId, isStored, confidence } = this.warning;
    const name = session.entries.questionOf(entryId);
    return html`<div class="notice-box warning"><p>${isStored ? t("wordingStored", { name }) : t("wordingTakes", { name, sure: sure(confidence) })}
      <a href=${addressOf(session.kb, "questions", entryId)}>${t("openEntry")}</a></p>
      <div class="actions">${isStored ? nothing : html`<button class="button small" @click=${() => this.#move()}>${t("moveIt")}</button>
        <button class="button small" @click=${() => this.#add(this.typed)}>${t("keepHere")}</button>`}</div></div>`;
  }
}

customElements.define("faqbot-wordings", Wordings);

/** The name of a tab of languages. */
export const tabName = (tag) => (tag === "*" ? t("everyLanguage") : nameOf(tag));
