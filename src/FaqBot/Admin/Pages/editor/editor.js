import { html, nothing } from "lit";
import { call, get } from "../api.js";
import { openDialog } from "../frame/dialog.js";
import { empty, faultBox, faultText, loading } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { isTyping } from "../frame/keys.js";
import { t, time, when } from "../language.js";
import { fieldDiff } from "../publishing/changes.js";
import { addressOf, go, route } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { conflictView } from "./conflict.js";
import { EntryDraft } from "./entry-draft.js";
import { morePart } from "./more.js";
import "./answer.js";
import "./prompts.js";
import "./wordings.js";

class Editor extends View {
  static properties = { entryId: { attribute: false } };

  draft = null;
  isMoreOpen = false;
  #leave = [];

  connectedCallback() {
    super.connectedCallback();
    const keys = (event) => this.#key(event);
    addEventListener("keydown", keys);
    this.#leave = [() => removeEventListener("keydown", keys)];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.draft?.close();
    this.draft = null;
    this.#leave.forEach((leave) => leave());
  }

  willUpdate() {
    const id = this.entryId === "new" ? null : this.entryId;
    if (!this.draft || (this.draft.id !== id && !(id === null && this.draft.isNew))) {
      this.draft?.close();
      const start = id === null && route().query.get("question") ? startOf(route().query) : {};
      this.draft = new EntryDraft(session.kb, id, () => this.requestUpdate(), start);
      this.draft.isNew = id === null;
      this.draft.onCreated = (created) => {
        this.draft.isNew = false;
        go(session.kb, "questions", created, { replace: true });
      };
      this.draft.open().then(() => this.#focus());
    }
  }

  async #focus() {
    await this.updateComplete;
    if (route().query.get("focus") === "wording") {
      this.$("faqbot-wordings")?.focusField();
    } else if (this.draft?.isNew) {
      this.$(this.draft.entry.question ? "#answer" : "#question")?.focus();
    }
  }

  #key(event) {
    if (event.isComposing || document.querySelector("dialog[open]")) {
      return;
    }
    const typing = isTyping(event.target);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      this.draft.save();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
      event.preventDefault();
      this.draft.undo();
    } else if (event.key === "a" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.$("faqbot-wordings")?.focusField();
    } else if (event.key === "Escape" && !typing && !event.target.closest?.(".dock")) {
      go(session.kb, "questions");
    }
  }

  async #remove() {
    const { draft } = this;
    if (draft.isNew) {
      draft.abandon();
      go(session.kb, "questions");
      return;
    }
    try {
      const { body } = await call("DELETE", session.path(`entries/${encodeURIComponent(draft.id)}?unlink=true`), { headers: { "If-Match": `"${draft.revision}"` } });
      draft.abandon();
      go(session.kb, "questions");
      session.toast(t("entryDeleted"), { action: t("undo"), act: () => session.undo(body.change.number) });
      await Promise.all([session.entries.load(), session.refresh()]);
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
  }

  async #history() {
    const { history } = await get(session.path(`entries/${encodeURIComponent(this.draft.id)}/history?limit=100`));
    openDialog(t("entryHistory"), () => (history.length === 0 ? html`<p>${t("noHistory")}</p>` : html`<ol class="entry-history">${history.map(({ set, change }) => html`<li>
      <p><strong>${set.author}</strong> · ${when(set.at)} ${set.note ? html`· <q>${set.note}</q>` : nothing}</p>
      ${change.kind === "comment" ? html`<p><span class="chip">${t("reviewComments")}</span> <q>${change.after}</q></p>`
        : html`<dl>${change.fields.filter((field) => field.member !== "id").map(fieldDiff)}</dl>`}</li>`)}</ol>`), { wide: true });
  }

  render() {
    const { draft } = this;
    if (draft.state === "loading") {
      return loading();
    }
    if (draft.state === "failed") {
      return faultBox(draft.fault, () => draft.open());
    }
    if (draft.state === "gone") {
      return html`<div class="page">${empty(t("entryGone"), t("entryGoneText"),
        html`<a class="button" href=${addressOf(session.kb, "questions")}>${t("toQuestions")}</a>`)}</div>`;
    }
    const isLocked = !session.canEdit;
    const neighbours = this.#neighbours();
    return html`<div class="editor page">
      <h1 class="visually-hidden">${draft.entry.question || t("newEntry")}</h1>
      <header class="editor-head">
        <a class="button quiet" href=${addressOf(session.kb, "questions")}>${icon("back")}<span>${t("questions")}</span></a>
        <div class="save-state" role="status" id="save-state" data-state=${draft.state}>${this.#standing()}</div>
        <div class="editor-tools">
          ${neighbours.map(([name, id]) => (id ? html`<a class="icon-button" aria-label=${t(name)}
            href=${addressOf(session.kb, "questions", id)}>${icon(name === "nextEntry" ? "next" : "back")}</a>`
            : html`<button class="icon-button" disabled aria-label=${t(name)}>${icon(name === "nextEntry" ? "next" : "back")}</button>`))}
          ${draft.isNew ? nothing : html`<button class="icon-button" aria-label=${t("entryHistory")} title=${t("entryHistory")} @click=${() => this.#history()}>${icon("history")}</button>`}
          ${isLocked ? nothing : html`<button class="button quiet danger" id="delete" @click=${() => this.#remove()}>${t(draft.isNew ? "abandon" : "delete")}</button>`}
        </div>
      </header>
      ${draft.wasRestored && draft.state !== "saved" ? html`<div class="notice-box">${t("restored")}</div>` : nothing}
      ${draft.mergedWith ? html`<div class="notice-box" role="status">${t("merged", { name: draft.mergedWith })}</div>` : nothing}
      ${draft.state === "conflict" ? conflictView(draft, () => this.requestUpdate()) : nothing}
      ${draft.state === "invalid" ? this.#faults() : nothing}
      <label class="question-label" for="question">${t("question")}</label>
      <input class="field question-field" id="question" type="text" maxlength="1000" placeholder=${t("questionHint")} ?readonly=${isLocked}
        .value=${draft.entry.question ?? ""} @input=${(event) => draft.edit({ question: event.target.value })}>
      <faqbot-wordings .draft=${draft} .entry=${draft.entry} member="alternates" .heading=${t("wordings")} .isLocked=${isLocked}></faqbot-wordings>
      <faqbot-answer .draft=${draft} .entry=${draft.entry} .isLocked=${isLocked}></faqbot-answer>
      <faqbot-prompts .draft=${draft} .entry=${draft.entry} .isLocked=${isLocked}></faqbot-prompts>
      ${morePart(this, draft, isLocked)}
    </div>`;
  }

  #standing() {
    const { draft } = this;
    switch (draft.state) {
      case "saving": return html`<span class="spinner"></span>${t("saving")}`;
      case "saved": return html`${icon("check")}${t("saved", { time: time(draft.savedAt) })}
        ${draft.undoable.length > 0 ? html` · <button class="link" id="undo" @click=${() => draft.undo()}>${t("undo")}</button>` : nothing}`;
      case "dirty": return t("unsaved");
      case "incomplete": return t("incomplete");
      case "offline": return html`${icon("warning")}${t("keptHere")}`;
      case "conflict": return html`${icon("warning")}${t("notSaved")}`;
      case "invalid": return html`${icon("warning")}${t("notSaved")}`;
      default: return draft.isNew ? t("newHint")
        : html`${draft.undoable.length > 0 ? html`<button class="link" id="undo" @click=${() => draft.undo()}>${t("undo")}</button>` : nothing}`;
    }
  }

  #faults() {
    const errors = Object.entries(this.draft.fault?.problem?.errors ?? {});
    return html`<div class="notice-box error" role="alert"><p>${t("cannotSave")}</p>
      <ul>${errors.length > 0 ? errors.flatMap(([path, texts]) => texts.map((text) => html`<li>${path ? html`<code>${path}</code> ` : nothing}${text}</li>`))
        : html`<li>${faultText(this.draft.fault)}</li>`}</ul></div>`;
  }

  #neighbours() {
    const list = session.entries.list;
    const index = list.findIndex((row) => row.id === this.draft.id);
    return index < 0 ? [] : [["previousEntry", list[index - 1]?.id], ["nextEntry", list[index + 1]?.id]];
  }
}

/** A new entry may begin with what a customer asked. */
function startOf(query) {
  const alternates = query.getAll("wording");
  return { question: query.get("question"), ...alternates.length > 0 ? { alternates } : {} };
}

customElements.define("faqbot-editor", Editor);
