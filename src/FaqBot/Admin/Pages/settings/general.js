import { html, nothing } from "lit";
import { call, download } from "../api.js";
import { faultText, loading } from "../frame/faults.js";
import { nameOf, t } from "../language.js";
import { session } from "../session.js";
import { View } from "../view.js";

const known = ["zh-Hans", "zh-Hant", "en"];
const formats = { json: "json", "cqa-xlsx": "xlsx", "cqa-json": "json", csv: "csv", review: "xlsx" };
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
const groups = (text) => lines(text).map((line) => line.split(/\s*[=＝]\s*/).filter(Boolean)).filter((group) => group.length > 1);

/** All of a knowledge base but its entries. */
class General extends View {
  edited = null;
  fault = null;
  isBusy = false;

  get #value() {
    return this.edited ?? session.settings;
  }

  #edit(values) {
    this.show({ edited: { ...this.#value, ...values } });
  }

  /** The text of a member that may have a text for each language. */
  #text(member, tag) {
    const value = this.#value[member];
    return typeof value === "string" ? (tag === "*" ? value : "") : value?.[tag] ?? "";
  }

  #write(member, tag, text) {
    const value = this.#value[member];
    const map = { ...typeof value === "string" ? { "*": value } : value, [tag]: text };
    const kept = Object.fromEntries(Object.entries(map).filter(([, one]) => one !== ""));
    const keys = Object.keys(kept);
    this.#edit({ [member]: keys.length === 1 && keys[0] === "*" ? kept["*"] : kept });
  }

  async #save() {
    this.show({ isBusy: true, fault: null });
    const { entries, formatVersion, ...settings } = this.#value;
    try {
      const { body, revision } = await call("PUT", session.path("settings"), { body: settings, headers: { "If-Match": `"${session.settingsRevision}"` } });
      Object.assign(session, { settings: body, settingsRevision: revision });
      this.show({ edited: null, isBusy: false });
      session.toast(t("settingsSaved"));
      session.refresh();
    } catch (error) {
      if (error.status === 412) {
        await session.loadSettings();
      }
      this.show({ fault: error, isBusy: false });
    }
  }

  render() {
    if (!session.settings) {
      return loading();
    }
    const value = this.#value;
    const tags = (member) => [...new Set([...typeof value[member] === "string" || value.languages.length < 2 || "*" in (value[member] ?? {}) ? ["*"] : [],
      ...value.languages.length > 1 ? value.languages : []])];
    const isLocked = !session.canEdit;
    return html`<section class="card"><h2>${t("settings_general")}</h2>
      ${this.fault ? html`<p class="field-fault" role="alert">${this.fault.status === 412 ? t("settingsMoved") : faultText(this.fault)}</p>` : nothing}
      ${tags("name").map((tag) => html`<label class="stacked">${t("member_name")}${tag === "*" ? "" : ` · ${nameOf(tag)}`}<input class="field" maxlength="300" ?readonly=${isLocked}
        .value=${this.#text("name", tag)} @input=${(event) => this.#write("name", tag, event.target.value)}></label>`)}
      <fieldset><legend class="stacked">${t("member_languages")}</legend><div class="actions">${known.map((tag) => html`<label class="check"><input type="checkbox" ?disabled=${isLocked}
        .checked=${value.languages.includes(tag)} @change=${(event) => this.#edit({ languages: known.filter((one) => (one === tag ? event.target.checked : value.languages.includes(one))) })}>${
        nameOf(tag)}</label>`)}</div></fieldset>
      ${tags("defaultAnswer").map((tag) => html`<label class="stacked">${t("member_defaultAnswer")}${tag === "*" ? "" : ` · ${nameOf(tag)}`}<textarea class="field" rows="2" ?readonly=${isLocked}
        .value=${this.#text("defaultAnswer", tag)} @input=${(event) => this.#write("defaultAnswer", tag, event.target.value)}></textarea></label>`)}
      ${tags("greeting").map((tag) => html`<label class="stacked">${t("member_greeting")}${tag === "*" ? "" : ` · ${nameOf(tag)}`}<textarea class="field" rows="2" ?readonly=${isLocked}
        .value=${this.#text("greeting", tag)} @input=${(event) => this.#write("greeting", tag, event.target.value)}></textarea></label>`)}
      ${startersIn(value).map((tag) => html`<label class="stacked">${t("member_starters")}${tag === "*" ? "" : ` · ${nameOf(tag)}`}<textarea class="field starters" rows="4" ?readonly=${isLocked}
        .value=${starterLines(value.starters, tag)} placeholder=${t("onePerLine")}
        @change=${(event) => this.#edit({ starters: withStarters(value.starters, tag, event.target.value) })}></textarea></label>`)}
      <label class="stacked">${t("member_synonyms")}<textarea class="field" rows="3" ?readonly=${isLocked} .value=${(value.synonyms ?? []).map((group) => group.join(" = ")).join("\n")}
        placeholder=${t("synonymsHint")} @change=${(event) => this.#edit({ synonyms: groups(event.target.value) })}></textarea></label>
      <label class="stacked">${t("member_contrasts")}<textarea class="field" rows="2" ?readonly=${isLocked} .value=${(value.contrasts ?? []).map((group) => group.join(" = ")).join("\n")}
        placeholder=${t("contrastsHint")} @change=${(event) => this.#edit({ contrasts: groups(event.target.value) })}></textarea></label>
      <label class="stacked">${t("member_stopPhrases")}<textarea class="field" rows="2" ?readonly=${isLocked} .value=${(value.stopPhrases ?? []).join("\n")} placeholder=${t("onePerLine")}
        @change=${(event) => this.#edit({ stopPhrases: lines(event.target.value) })}></textarea></label>
      ${isLocked ? nothing : html`<div class="actions"><button class="button primary" id="save-settings" ?disabled=${!this.edited || this.isBusy} @click=${() => this.#save()}>${t("save")}</button>
        ${this.edited ? html`<button class="button" @click=${() => this.show({ edited: null })}>${t("cancel")}</button>` : nothing}</div>`}
    </section>
    <section class="card"><h2>${t("exportTitle")}</h2><p>${t("exportText")}</p><div class="actions">${Object.entries(formats).map(([format, extension]) => html`<button class="button" data-format=${format}
      @click=${() => download(session.path(`export?format=${format}`), `${session.kb}${format === "json" ? "" : `-${format}`}.${extension}`).catch((error) => session.toast(faultText(error), { isError: true }))}>${
      t(`export_${format.replace("-", "_")}`)}</button>`)}</div></section>`;
  }
}

/** The languages in which starters are written: all of the knowledge base's, or one text for every language. */
function startersIn({ starters, languages }) {
  const isPlain = (starters ?? []).every((one) => typeof one === "string" || Object.keys(one).every((tag) => tag === "*"));
  return languages.length < 2 || (isPlain && starters?.length > 0) ? ["*"]
    : [...new Set([...languages, ...(starters ?? []).flatMap((one) => (typeof one === "string" ? ["*"] : Object.keys(one)))])];
}

/** A line for each starter; one that is not written in a language is an empty line, so that lines stay beside each other. */
const starterLines = (starters, tag) => (starters ?? []).map((one) => (typeof one === "string" ? (tag === "*" ? one : "") : one[tag] ?? "")).join("\n").trimEnd();

/** Each line goes to the starter of its place; what has no text in any language is none any more. */
function withStarters(starters, tag, text) {
  const written = text.split("\n").map((line) => line.trim());
  const most = Math.max(written.length, starters?.length ?? 0);
  return Array.from({ length: most }, (_, i) => {
    const former = starters?.[i] ?? {};
    const map = { ...typeof former === "string" ? { "*": former } : former, [tag]: written[i] ?? "" };
    const kept = Object.fromEntries(Object.entries(map).filter(([, one]) => one !== ""));
    const keys = Object.keys(kept);
    return keys.length === 0 ? null : keys.length === 1 && keys[0] === "*" ? kept["*"] : kept;
  }).filter((one) => one !== null);
}

customElements.define("faqbot-general", General);
