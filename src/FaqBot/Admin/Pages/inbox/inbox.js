import { html, nothing } from "lit";
import { call, get, post } from "../api.js";
import { openDialog } from "../frame/dialog.js";
import { empty, faultBox, faultText, loading } from "../frame/faults.js";
import { isTyping } from "../frame/keys.js";
import { count, sure, t, when } from "../language.js";
import { addressOf, go, route } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";

const queues = ["wordings", "gaps", "repairs"];
const samplesShown = 5;
const undoSeconds = 10;

/** What customers' questions suggest to change; a person decides. */
class Inbox extends View {
  list = null;
  current = 0;
  effects = new Map();
  chosenWordings = new Map();
  isBusy = false;
  #leave = () => {};

  connectedCallback() {
    super.connectedCallback();
    const keys = (event) => this.#key(event);
    addEventListener("keydown", keys);
    this.#leave = () => removeEventListener("keydown", keys);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave();
  }

  opened() {
    Object.assign(this, { list: null, effects: new Map(), current: 0 });
    this.load();
  }

  async load(anew = false) {
    this.isBusy = true;
    if (await this.fetch(async () => ({ list: await get(session.path(`suggestions${anew ? "?refresh=true" : ""}`), { timeout: 180_000 }), isBusy: false }))) {
      session.inboxCount = this.list.suggestions.length;
      session.changed();
      this.#loadEffect(this.shown[0]);
    } else if (this.fault) {
      this.show({ isBusy: false });
    }
  }

  get queue() {
    const asked = route().query.get("queue");
    return queues.includes(asked) ? asked : queues.find((queue) => this.list?.suggestions.some((one) => one.queue === queue)) ?? "wordings";
  }

  get shown() {
    return this.list?.suggestions.filter((one) => one.queue === this.queue) ?? [];
  }

  async #loadEffect(suggestion) {
    if (!suggestion || suggestion.queue !== "wordings" || this.effects.has(suggestion.id)) {
      return;
    }
    this.effects.set(suggestion.id, null);
    try {
      this.effects.set(suggestion.id, await get(session.path(`suggestions/${suggestion.id}/effect`), { timeout: 120_000 }));
      this.requestUpdate();
    } catch {
      this.effects.delete(suggestion.id);
    }
  }

  #key(event) {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") || event.target.closest?.(".dock")) {
      return;
    }
    const suggestion = this.shown[this.current];
    const act = { 1: () => this.#accept(suggestion), 2: () => this.#choose(suggestion), 3: () => this.#write(suggestion), x: () => this.#ignore(suggestion) }[event.key];
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#turnTo(Math.min(Math.max(this.current + step, 0), this.shown.length - 1));
    } else if (act && suggestion && session.canEdit) {
      event.preventDefault();
      act();
    }
  }

  async #turnTo(index) {
    this.show({ current: index });
    this.#loadEffect(this.shown[index]);
    await this.updateComplete;
    this.$(".suggestion.current")?.scrollIntoView({ block: "nearest" });
  }

  #wordingsOf(suggestion) {
    return this.chosenWordings.get(suggestion.id) ?? suggestion.wordings.map((one) => one.text);
  }

  #take(suggestion) {
    this.list = { ...this.list, suggestions: this.list.suggestions.filter((one) => one.id !== suggestion.id) };
    session.inboxCount = this.list.suggestions.length;
    this.current = Math.min(this.current, Math.max(this.shown.length - 1, 0));
    session.changed();
    this.#loadEffect(this.shown[this.current]);
  }

  async #accept(suggestion) {
    if (suggestion.queue !== "wordings") {
      return;
    }
    await this.#takeUp(suggestion, { wordings: this.#wordingsOf(suggestion) });
  }

  /** The service makes the change: one set, which one click takes back. */
  async #takeUp(suggestion, body) {
    try {
      const done = await post(session.path(`suggestions/${suggestion.id}/accept`), body, { timeout: 60_000 });
      this.#take(suggestion);
      await Promise.all([session.entries.load(), session.refresh()]);
      session.toast(t("wordingsAdded", { n: body.wordings.length, name: session.entries.questionOf(done.entryId) }), done.change ? {
        action: t("undo"), act: async () => {
          await session.undo(done.change);
          this.load(true);
        } } : {});
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
  }

  #choose(suggestion) {
    let typed = "";
    const words = () => typed.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    openDialog(t("chooseEntry"), (dialog) => {
      const near = suggestion.nearest.map((one) => session.entries.byId.get(one.entryId)).filter(Boolean);
      const found = typed ? session.entries.list.filter((row) => words().every((word) => row.text.includes(word))).slice(0, 8) : near;
      return html`<input class="field" type="search" autofocus aria-label=${t("findEntry")} placeholder=${t("findEntry")} @input=${(event) => {
        typed = event.target.value;
        dialog.update();
      }}><ul class="choice-list">${found.map((row) => html`<li><button class="choice link" @click=${() => {
        dialog.close();
        this.#takeUp(suggestion, { wordings: this.#wordingsOf(suggestion), entryId: row.id });
      }}>${row.entry.question}</button></li>`)}</ul>`;
    });
  }

  #write(suggestion) {
    const [question, ...others] = this.#wordingsOf(suggestion);
    const query = new URLSearchParams({ question });
    others.slice(0, 50).forEach((text) => query.append("wording", text));
    location.hash = `${addressOf(session.kb, "questions", "new")}?${query}`;
  }

  async #ignore(suggestion) {
    try {
      const rejection = await post(session.path(`suggestions/${suggestion.id}/reject`));
      this.#take(suggestion);
      session.toast(t("ignored"), { seconds: undoSeconds, action: t("undo"), act: async () => {
        await call("DELETE", session.path(`rejections/${rejection.id}`));
        this.load(true);
      } });
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
  }

  render() {
    const { list, queue } = this;
    return html`<div class="inbox page">
      <div class="page-head"><h1>${t("inbox")}</h1>
        <div class="segments" role="group" aria-label=${t("queues")}>${queues.map((one) => html`<button data-queue=${one} aria-pressed=${String(one === queue)}
          @click=${() => {
            this.current = 0;
            go(session.kb, "inbox", null, { query: { queue: one }, replace: true });
          }}>${t(`queue_${one}`)} ${list ? count(list.suggestions.filter((item) => item.queue === one).length) : ""}</button>`)}</div>
        <span class="spring"></span>
        <button class="button small" ?disabled=${this.isBusy} @click=${() => this.load(true)}>${this.isBusy ? html`<span class="spinner"></span>` : nothing}${t("lookAgain")}</button></div>
      ${this.fault ? this.fault.kind === "notFound" ? empty(t("inboxUnpublished"), t("inboxUnpublishedText"), html`<a class="button primary"
          href=${addressOf(session.kb, "publish")}>${t("publish")}</a>`) : faultBox(this.fault, () => this.load())
        : list === null ? loading(t("looking"))
        : this.shown.length === 0 ? empty(t(`emptyQueue_${queue}`), t("inboxRule", { people: list.rule.leastPeople, choices: list.rule.leastChoices,
          n: list.wordings }), html`<a class="button" href=${addressOf(session.kb, "test")}>${t("test")}</a>`)
        : html`<p class="hint">${t("inboxKeys")} ${t("madeAt", { time: when(list.madeAt) })}</p>
          <ol class="suggestions">${this.shown.map((one, i) => this.#card(one, i))}</ol>`}
    </div>`;
  }

  #card(suggestion, index) {
    const chosen = new Set(this.#wordingsOf(suggestion));
    const isRepair = suggestion.queue === "repairs";
    return html`<li class="card suggestion ${index === this.current ? "current" : ""}" data-suggestion=${suggestion.id} @click=${() => {
      this.current = index;
      this.#loadEffect(suggestion);
      this.requestUpdate();
    }}>
      <div class="suggestion-head"><h2>${isRepair ? this.#repairTitle(suggestion) : html`<q>${suggestion.wordings[0].text}</q>`}</h2>
        <span class="chip">${t("askedBy", { n: suggestion.people })}</span></div>
      ${suggestion.queue === "wordings" ? html`<p>${t("belongsTo")} <a href=${addressOf(session.kb, "questions", suggestion.entryId)}>${
        session.entries.questionOf(suggestion.entryId)}</a> ${suggestion.chosen > 0 ? t("chosenBy", { n: suggestion.chosen }) : nothing}</p>` : nothing}
      ${suggestion.wordings.length > 0 && !isRepair ? html`<fieldset class="samples"><legend class="visually-hidden">${t("samples")}</legend>${suggestion.wordings.slice(0, samplesShown).map((one) => html`<label
        class="check"><input type="checkbox" .checked=${chosen.has(one.text)} @change=${() => {
          const next = suggestion.wordings.map((item) => item.text).filter((text) => (text === one.text ? !chosen.has(text) : chosen.has(text)));
          this.chosenWordings.set(suggestion.id, next);
          this.requestUpdate();
        }}><span><q>${one.text}</q> <small>${t("times", { n: one.asked })}</small></span></label>`)}
        ${suggestion.wordings.length > samplesShown ? html`<p class="hint">${t("moreSamples", { n: suggestion.wordings.length - samplesShown })}</p>` : nothing}</fieldset>`
        : suggestion.wordings.length > 0 ? html`<ul class="samples">${suggestion.wordings.slice(0, samplesShown).map((one) => html`<li><q>${one.text}</q> <small>${t("times", { n: one.asked })}</small></li>`)}</ul>` : nothing}
      ${suggestion.nearest.length > 0 && suggestion.queue === "gaps" ? html`<p class="hint">${t("nearestNow")} ${suggestion.nearest.slice(0, 3).map((one, i) => html`${i > 0 ? " · " : ""}<a
        href=${addressOf(session.kb, "questions", one.entryId)}>${one.question}</a> ${sure(one.confidence)}`)}</p>` : nothing}
      ${this.#effect(suggestion)}
      ${session.canEdit ? html`<div class="actions">
        ${suggestion.queue === "wordings" ? html`<button class="button small primary" data-act="accept" ?disabled=${chosen.size === 0} @click=${() => this.#accept(suggestion)}><kbd>1</kbd>${t("addAsWording")}</button>` : nothing}
        ${isRepair ? html`<a class="button small primary" href=${addressOf(session.kb, "questions", suggestion.entryId)}>${t("mendEntry")}</a>`
          : html`<button class="button small" ?disabled=${chosen.size === 0} @click=${() => this.#choose(suggestion)}><kbd>2</kbd>${t("chooseEntry")}</button>
          <button class="button small ${suggestion.queue === "gaps" ? "primary" : ""}" ?disabled=${chosen.size === 0} @click=${() => this.#write(suggestion)}><kbd>3</kbd>${t("newEntry")}</button>`}
        <button class="button small quiet" data-act="ignore" @click=${() => this.#ignore(suggestion)}><kbd>x</kbd>${t("ignore")}</button></div>` : nothing}
    </li>`;
  }

  #repairTitle(suggestion) {
    const name = html`<a href=${addressOf(session.kb, "questions", suggestion.entryId)}>${session.entries.questionOf(suggestion.entryId)}</a>`;
    return suggestion.otherEntryId ? html`${name} ${t("takenForOther")} <a href=${addressOf(session.kb, "questions", suggestion.otherEntryId)}>${
      session.entries.questionOf(suggestion.otherEntryId)}</a>` : html`${name} <small>${t("helpedFew", { helpful: count(suggestion.helpful), n: suggestion.helpful + suggestion.notHelpful })}</small>`;
  }

  #effect(suggestion) {
    const effect = this.effects.get(suggestion.id);
    if (suggestion.queue !== "wordings" || effect === undefined) {
      return nothing;
    }
    if (effect === null) {
      return html`<p class="hint"><span class="spinner"></span> ${t("reckoning")}</p>`;
    }
    const gained = effect.changes.filter((one) => !one.isStored).length;
    const taken = effect.changes.filter((one) => one.isStored).length;
    return html`<p class="effect ${effect.steals ? "bad" : ""}">${t("effect", { gained: count(gained + suggestion.wordings.length), taken: count(taken) })}</p>`;
  }
}

customElements.define("faqbot-inbox", Inbox);
