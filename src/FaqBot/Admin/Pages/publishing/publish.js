import { html, nothing } from "lit";
import { call, get, post } from "../api.js";
import { messageOf } from "../entries.js";
import { empty, faultBox, faultText, loading } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { count, t, when } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { behaviourView, compareBehaviour } from "./behaviour.js";
import { changeList, fieldDiff } from "./changes.js";
import { heldOf, hold, release } from "./held.js";

/** What would change for customers, whether it is sound, what it does; then it is published. */
class Publish extends View {
  excluded = new Set();
  behaviour = null;
  behaviourFault = null;
  isComparing = false;
  note = "";
  reason = "";
  at = "";
  fault = null;
  isBusy = false;
  done = null;
  policy = null;
  approvals = [];
  #revision = null;

  connectedCallback() {
    super.connectedCallback();
    this.#begin();
  }

  async #begin() {
    await session.refresh();
    this.#look();
  }

  /** Looks at the draft as it is now. */
  #look() {
    if (!session.draft || this.#revision === session.draft.revision || this.done) {
      return;
    }
    this.#revision = session.draft.revision;
    if (session.unpublished === 0 && session.draft.publishedRevision !== null) {
      return;
    }
    session.entries.check();
    this.#compare();
    get(session.path("policy")).then((policy) => this.show({ policy }), () => {});
    get(session.path("draft/approvals")).then(({ approvals }) => this.show({ approvals }), () => {});
  }

  async #compare() {
    if (session.draft.publishedRevision === null || session.draft.entries === 0) {
      return;
    }
    this.show({ isComparing: true, behaviourFault: null });
    try {
      this.show({ behaviour: await compareBehaviour(), isComparing: false });
    } catch (error) {
      this.show({ behaviourFault: error, isComparing: false });
    }
  }

  get #findings() {
    const changed = new Set(session.diff.entries.map((one) => one.entryId));
    const all = [...session.entries.findings?.values() ?? []].flat();
    return {
      errors: all.filter((one) => one.severity.toLowerCase() === "error"),
      warnings: all.filter((one) => one.severity.toLowerCase() === "warning" && changed.has(one.entry)),
      others: all.filter((one) => one.severity.toLowerCase() === "warning" && !changed.has(one.entry)).length,
    };
  }

  async #publish() {
    const { errors, warnings } = this.#findings;
    this.show({ isBusy: true, fault: null });
    const kb = session.kb;
    const previous = session.kbs.find((one) => one.id === kb)?.published ?? null;
    const changes = [...this.excluded];
    const note = [this.note.trim(), this.reason.trim()].filter(Boolean).join(" · ");
    try {
      await hold(kb, changes, t("heldNote"));
      const { revision } = await get(session.path("draft", kb));
      if (changes.length === 0 && revision !== this.#revision) {
        this.show({ isBusy: false });
        await session.refresh();
        this.#look();
        session.toast(t("movedOn"), { isError: true });
        return;
      }
      const started = performance.now();
      const reply = await call("POST", session.path("publish", kb), {
        timeout: 300_000,
        body: {
          revision, note: note || null, ...this.at ? { at: new Date(this.at).toISOString() } : {},
          ...this.reason.trim() && (errors.length > 0 || warnings.length > 0) ? { overrideReason: this.reason.trim() } : {},
        },
      });
      const seconds = (performance.now() - started) / 1000;
      this.done = reply.status === 202 ? { at: reply.body.at } : { version: reply.body.version, seconds, previous };
    } catch (error) {
      this.fault = error;
    }
    await this.#release(kb);
    await session.start();
    await session.refresh();
    this.show({ isBusy: false, excluded: new Set() });
  }

  async #release(kb) {
    try {
      await release(kb);
      await session.entries.load();
    } catch (error) {
      this.fault ??= error;
    }
  }

  async #undo() {
    this.show({ isBusy: true });
    try {
      await post(session.path(`versions/${this.done.previous}/restore`), {}, { timeout: 300_000 });
      // Customers read what they read before; what was edited is there again.
      const { changes } = await get(session.path("changes?limit=1"));
      if (changes[0]) {
        await post(session.path(`changes/${changes[0].number}/undo`)).catch(() => {});
      }
      this.done = null;
      session.toast(t("publishUndone"));
    } catch (error) {
      this.fault = error;
    }
    await Promise.all([session.start(), session.refresh(), session.entries.load()]);
    this.#revision = null;
    this.show({ isBusy: false });
    this.#look();
  }

  async #approve() {
    try {
      const { approvals } = await post(session.path("draft/approve"), { revision: this.#revision, ...this.note.trim() ? { note: this.note.trim() } : {} });
      this.show({ approvals, note: "" });
      session.toast(t("approved"));
    } catch (error) {
      this.show({ fault: error });
    }
  }

  async #cancelPlan() {
    await call("DELETE", session.path("publish"));
    this.done = null;
    await session.refresh();
  }

  render() {
    if (!session.draft || !session.diff) {
      return loading();
    }
    const held = heldOf(session.kb);
    return html`<div class="publish page">
      <h1>${t("publish")}</h1>
      ${held.length > 0 && !this.isBusy ? html`<div class="notice-box warning"><p>${t("heldLeft", { n: held.length })}</p>
        <button class="button" @click=${() => this.#release(session.kb).then(() => session.refresh())}>${t("bringBack")}</button></div>` : nothing}
      ${this.fault ? this.#refused() : nothing}
      ${this.done ? this.#live() : nothing}
      ${session.draft.planned ? this.#plan() : nothing}
      ${session.unpublished === 0 && session.draft.publishedRevision !== null ? (this.done ? nothing : empty(t("nothingToPublish"), t("nothingToPublishText"),
        html`<a class="button primary" href=${addressOf(session.kb, "questions")}>${t("toQuestions")}</a>`)) : this.#steps()}
    </div>`;
  }

  #steps() {
    const { diff } = session;
    const choice = {
      has: (change) => !this.excluded.has(change),
      toggle: (change) => {
        const excluded = new Set(this.excluded);
        if (!excluded.delete(change)) {
          excluded.add(change);
        }
        this.show({ excluded });
      },
    };
    const { errors, warnings, others } = this.#findings;
    const needsReason = warnings.length > 0 || (errors.length > 0 && this.policy?.lint !== true);
    const isChecked = session.entries.findings !== null && !session.entries.isChecking;
    const isBlocked = errors.length > 0;
    const isNothing = diff.entries.length > 0 && this.excluded.size === diff.entries.length && diff.settings.length === 0;
    const mayPublish = session.may("publish") && isChecked && !isBlocked && (!needsReason || this.reason.trim()) && !isNothing && !this.isBusy;
    const isFirst = session.draft.publishedRevision === null;
    return html`
      <section class="step"><h2><span class="step-number">1</span>${t("stepChanges")}</h2>
        ${isFirst ? html`<p>${t("firstPublication", { n: session.draft.entries })}</p>` : html`
          <p class="hint">${t("stepChangesHint")}</p>
          ${diff.settings.length > 0 ? html`<div class="settings-diff"><h3>${t("settings")}</h3><dl>${diff.settings.map(fieldDiff)}</dl></div>` : nothing}
          ${diff.reordered ? html`<p>${t("orderChanged")}</p>` : nothing}
          <div class="diff">${changeList(diff.entries, choice)}</div>
          ${diff.total > diff.entries.length ? html`<p>${t("moreChanges", { n: diff.total - diff.entries.length })}</p>` : nothing}`}
      </section>
      <section class="step" id="checks"><h2><span class="step-number">2</span>${t("stepChecks")}</h2>
        ${session.entries.isChecking ? loading(t("checking")) : session.entries.checkFault ? html`<p class="field-fault" role="alert">${faultText(session.entries.checkFault)}</p>`
          : isChecked ? html`
          <p class="headline ${isBlocked ? "bad" : "good"}">${isBlocked ? t("checksBlock", { n: errors.length }) : warnings.length > 0
            ? t("checksWarn", { n: warnings.length }) : t("checksFine")}</p>
          ${findingList(errors)}${findingList(warnings)}
          ${others > 0 ? html`<p class="hint"><a href=${addressOf(session.kb, "questions", null, { filter: "findings" })}>${t("otherFindings", { n: others })}</a></p>` : nothing}` : nothing}
      </section>
      ${isFirst ? nothing : html`<section class="step" id="behaviour"><h2><span class="step-number">3</span>${t("stepBehaviour")}</h2>
        ${this.isComparing ? loading(t("comparing")) : this.behaviourFault ? faultBox(this.behaviourFault, () => this.#compare())
          : this.behaviour ? behaviourView(this.behaviour) : nothing}
      </section>`}
      <section class="step"><h2><span class="step-number">${isFirst ? 3 : 4}</span>${t("stepPublish")}</h2>
        <label class="stacked">${t("note")}<input class="field" id="note" type="text" maxlength="500" placeholder=${t("noteHint")} .value=${this.note}
          @input=${(event) => this.show({ note: event.target.value })}></label>
        ${needsReason && !isBlocked ? html`<label class="stacked">${t("reason")}<input class="field" id="reason" type="text" maxlength="500" .value=${this.reason}
          @input=${(event) => this.show({ reason: event.target.value })}></label>` : nothing}
        <label class="stacked">${t("publishAt")}<input class="field" id="at" type="datetime-local" .value=${this.at}
          @input=${(event) => this.show({ at: event.target.value })}></label>
        ${this.policy?.approval ? html`<div class="notice-box"><p>${t("approveText")}</p><button class="button" id="approve" ?disabled=${this.isBusy || !session.may("publish")}
          @click=${() => this.#approve()}>${t("approve")}</button></div>` : nothing}
        ${this.approvals.length > 0 ? html`<div id="approvals"><h3>${t("approvals")}</h3><ul class="comments">${this.approvals.map((one) => html`<li><span><strong>${one.author}</strong> · ${
          when(one.at)}</span>${one.note ? html`<q>${one.note}</q>` : nothing}</li>`)}</ul><p class="hint">${t("approvalsHint")}</p></div>` : nothing}
        <div class="actions"><button class="button primary large" id="publish-now" ?disabled=${!mayPublish} @click=${() => this.#publish()}>${this.isBusy
          ? html`<span class="spinner"></span>${t("publishing")}` : this.at ? t("publishPlanned", { time: when(this.at) })
          : this.excluded.size > 0 ? t("publishSome", { n: diff.entries.length - this.excluded.size }) : t("publishNow")}</button></div>
        ${isBlocked ? html`<p class="hint">${t("mendFirst")}</p>` : needsReason && !this.reason.trim() ? html`<p class="hint">${t("reasonFirst")}</p>` : nothing}
      </section>`;
  }

  #refused() {
    const blocked = this.fault.problem?.blocked;
    return html`<div class="notice-box error" role="alert"><p>${blocked ? t("publishBlocked") : faultText(this.fault)}</p>
      ${blocked ? html`<ul>${blocked.map((text) => html`<li>${text}</li>`)}</ul>` : nothing}</div>`;
  }

  #live() {
    const { version, seconds, previous } = this.done;
    return version === undefined ? nothing : html`<div class="notice-box good live-now" role="status" id="live-now">${icon("check")}
      <p><strong>${t("liveIn", { seconds: seconds.toFixed(1) })}</strong> ${t("liveVersion", { version: count(version) })}</p>
      ${previous && previous !== version ? html`<button class="button" id="undo-publish" ?disabled=${this.isBusy} @click=${() => this.#undo()}>${t("undo")}</button>` : nothing}</div>`;
  }

  #plan() {
    const { planned } = session.draft;
    return html`<div class="notice-box ${planned.fault ? "error" : ""}" role="status"><p>${planned.fault ? t("planFailed", { reason: planned.fault })
      : t("plannedFor", { time: when(planned.at) })} ${planned.note ?? ""}</p>
      <button class="button" @click=${() => this.#cancelPlan()}>${t("cancelPlan")}</button></div>`;
  }
}

const findingList = (findings) => (findings.length === 0 ? nothing : html`<ul class="findings">${findings.slice(0, 50).map((one) => html`<li class=${one.severity.toLowerCase()}>
  <a href=${addressOf(session.kb, "questions", one.entry)}>${session.entries.questionOf(one.entry)}</a><span>${messageOf(one)}</span></li>`)}</ul>`);

customElements.define("faqbot-publish", Publish);
