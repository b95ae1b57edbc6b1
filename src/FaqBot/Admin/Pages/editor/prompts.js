import { html, nothing } from "lit";
import { icon } from "../frame/icons.js";
import { t } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";

const mostFound = 8;

/** What may be asked next: buttons below the answer that lead to other entries. */
class Prompts extends View {
  static properties = { draft: { attribute: false }, entry: { attribute: false }, isLocked: { attribute: false } };

  typed = "";
  chosen = 0;
  isOpen = false;
  dragged = -1;

  get prompts() {
    return this.draft.entry.prompts ?? [];
  }

  #write(prompts) {
    this.draft.edit({ prompts: prompts.length > 0 ? prompts : undefined });
  }

  #add(row) {
    this.#write([...this.prompts, { text: row.entry.question.slice(0, 200), entryId: row.id }]);
    this.show({ typed: "", isOpen: false });
  }

  #move(index, step) {
    const prompts = [...this.prompts];
    [prompts[index], prompts[index + step]] = [prompts[index + step], prompts[index]];
    this.#write(prompts);
  }

  /** What is dragged takes the place that it is dropped on; the buttons do the same for keyboards. */
  #drop(place) {
    const prompts = [...this.prompts];
    prompts.splice(place, 0, ...prompts.splice(this.dragged, 1));
    this.dragged = -1;
    this.#write(prompts);
  }

  #retitle(index, text) {
    this.#write(this.prompts.map((prompt, i) => (i === index ? { ...prompt, text } : prompt)));
  }

  #found() {
    const words = this.typed.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const taken = new Set([this.draft.id, ...this.prompts.map((prompt) => prompt.entryId)]);
    const found = [];
    for (const row of session.entries.list) {
      if (found.length === mostFound) {
        break;
      }
      if (!taken.has(row.id) && words.every((word) => row.text.includes(word))) {
        found.push(row);
      }
    }
    return found;
  }

  #key(event, found) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.show({ isOpen: true, chosen: (this.chosen + step + found.length) % Math.max(found.length, 1) });
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (this.isOpen && found[this.chosen]) {
        this.#add(found[this.chosen]);
      }
    } else if (event.key === "Escape") {
      this.show({ isOpen: false });
    }
  }

  render() {
    const { prompts } = this;
    const found = this.isOpen ? this.#found() : [];
    return html`<section class="prompts-part">
      <h2>${t("prompts")}</h2>
      <p class="hint">${t("promptsHint")}</p>
      <ol class="prompts">${prompts.map((prompt, i) => html`<li @dragover=${(event) => this.dragged >= 0 && event.preventDefault()} @drop=${(event) => {
        event.preventDefault();
        this.#drop(i);
      }}>
        ${this.isLocked ? nothing : html`<span class="grip" draggable="true" aria-hidden="true" title=${t("dragPrompt")} @dragstart=${(event) => {
          event.dataTransfer.setData("text/plain", String(i));
          event.dataTransfer.setDragImage(event.target.parentElement, 0, 0);
          this.dragged = i;
        }} @dragend=${() => {
          this.dragged = -1;
        }}>${icon("grip")}</span>`}
        <input class="field" type="text" maxlength="200" aria-label=${t("promptText", { n: i + 1 })} ?readonly=${this.isLocked || typeof prompt.text !== "string"}
          .value=${typeof prompt.text === "string" ? prompt.text : Object.values(prompt.text).join(" / ")} @change=${(event) => this.#retitle(i, event.target.value)}>
        <a class="leads-to" href=${addressOf(session.kb, "questions", prompt.entryId)}>→ ${session.entries.questionOf(prompt.entryId)}</a>
        ${this.isLocked ? nothing : html`<span class="prompt-tools">
          <button class="icon-button small" ?disabled=${i === 0} aria-label=${t("moveUp")} @click=${() => this.#move(i, -1)}>${icon("up")}</button>
          <button class="icon-button small" ?disabled=${i === prompts.length - 1} aria-label=${t("moveDown")} @click=${() => this.#move(i, 1)}>${icon("down")}</button>
          <button class="icon-button small" aria-label=${t("removePrompt")} @click=${() => this.#write(prompts.filter((_, k) => k !== i))}>${icon("close")}</button>
        </span>`}</li>`)}</ol>
      ${this.isLocked || prompts.length >= 20 ? nothing : html`<div class="picker">
        <input class="field" type="text" role="combobox" aria-autocomplete="list" aria-expanded=${String(found.length > 0)} aria-controls="prompt-list"
          aria-label=${t("addPrompt")} placeholder=${t("addPrompt")} aria-activedescendant=${found.length > 0 ? `prompt-option-${this.chosen}` : nothing}
          .value=${this.typed} @focus=${() => this.show({ isOpen: true, chosen: 0 })} @blur=${() => setTimeout(() => this.show({ isOpen: false }), 150)}
          @input=${(event) => this.show({ typed: event.target.value, isOpen: true, chosen: 0 })} @keydown=${(event) => this.#key(event, found)}>
        <ul class="picker-list" id="prompt-list" role="listbox" aria-label=${t("addPrompt")} ?hidden=${found.length === 0}>${found.map((row, i) => html`<li
          id=${`prompt-option-${i}`} role="option" aria-selected=${String(i === this.chosen)} @mousedown=${(event) => {
            event.preventDefault();
            this.#add(row);
          }}>${row.entry.question}</li>`)}</ul>
      </div>`}
    </section>`;
  }
}

customElements.define("faqbot-prompts", Prompts);
