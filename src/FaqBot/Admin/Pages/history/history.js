import { html, nothing } from "lit";
import { get, post } from "../api.js";
import { confirmed, openDialog } from "../frame/dialog.js";
import { empty, faultBox, faultText, loading } from "../frame/faults.js";
import { percent, t, when } from "../language.js";
import { changeList, fieldDiff } from "../publishing/changes.js";
import { addressOf, go, route } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";

const pageSize = 50;

/** What was published and what was edited; any two versions side by side, any of them back. */
class History extends View {
  versions = null;
  changes = null;
  published = null;
  scores = new Map();
  chosen = [];
  isBusy = false;

  opened() {
    Object.assign(this, { versions: null, changes: null, chosen: [] });
    this.#load();
  }

  get tab() {
    return route().query.get("show") === "changes" ? "changes" : "versions";
  }

  #load() {
    return this.fetch(async () => {
      const [versions, changes, evaluations] = await Promise.all([
        get(session.path(`versions?limit=${pageSize}`)), get(session.path(`changes?limit=${pageSize}`)), get(session.path("evaluations?limit=200")),
      ]);
      const scores = new Map();
      evaluations.evaluations.filter((one) => one.deployment === "production").reverse().forEach((one) => scores.set(one.version, one));
      return { versions: versions.versions, nextVersion: versions.next, published: versions.published, changes: changes.changes, nextChange: changes.next, scores };
    });
  }

  async #more(kind) {
    const isVersions = kind === "versions";
    const page = await get(session.path(`${kind}?limit=${pageSize}&before=${isVersions ? this.nextVersion : this.nextChange}`));
    this.show(isVersions ? { versions: [...this.versions, ...page.versions], nextVersion: page.next }
      : { changes: [...this.changes, ...page.changes], nextChange: page.next });
  }

  async #bringBack(version) {
    if (!await confirmed(t("bringBackTitle", { version: version.number }), t("bringBackText", { version: version.number }), t("bringBackVersion", { version: version.number }))) {
      return;
    }
    this.show({ isBusy: true });
    try {
      const done = await post(session.path(`versions/${version.number}/restore`), {}, { timeout: 300_000 });
      session.toast(t("broughtBack", { from: version.number, version: done.version }));
      await Promise.all([session.start(), session.refresh(), session.entries.load(), this.#load()]);
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
    this.show({ isBusy: false });
  }

  async #undo(set) {
    try {
      await session.undo(set.number);
      session.toast(t("changeUndone"));
      await this.#load();
    } catch (error) {
      session.toast(error.problem?.code === "conflict" ? t("cannotUndo") : faultText(error), { isError: true });
    }
  }

  async #compare(from, to) {
    const diff = await get(session.path(`versions/${from}/diff?limit=500${to === null ? "" : `&to=${to}`}`));
    openDialog(to === null ? t("comparedWithDraft", { from }) : t("compared", { from, to }), () => html`
      ${diff.settings.length + diff.entries.length === 0 && !diff.reordered ? html`<p>${t("nothingDiffers")}</p>` : nothing}
      ${diff.settings.length > 0 ? html`<h3>${t("settings")}</h3><dl>${diff.settings.map(fieldDiff)}</dl>` : nothing}
      ${diff.reordered ? html`<p>${t("orderChanged")}</p>` : nothing}${changeList(diff.entries)}
      ${diff.total > diff.entries.length ? html`<p class="hint">${t("moreDiffer", { n: diff.total - diff.entries.length })}</p>` : nothing}`, { wide: true });
  }

  async #details(set) {
    const { changes } = await get(session.path(`changes/${set.number}?limit=200`));
    const comments = changes.filter((change) => change.kind === "comment");
    const shown = changes.filter((change) => change.kind === "entry" || change.kind === "settings").map((change) => ({
      difference: change.before === null ? "added" : change.after === null ? "removed" : "changed", entryId: change.entryId, fields: change.fields }));
    openDialog(t("changeSet", { number: set.number }), (dialog) => html`<p>${set.author} · ${when(set.at)}${set.note ? html` · <q>${set.note}</q>` : nothing}</p>
      ${shown.length > 0 ? changeList(shown) : comments.length > 0 ? nothing : html`<p>${t("orderChanged")}</p>`}
      ${comments.length > 0 ? html`<h3>${t("reviewComments")}</h3><ul class="comments">${comments.map((one) => html`<li><a href=${
        addressOf(session.kb, "questions", one.entryId)} @click=${() => dialog.close()}>${session.entries.questionOf(one.entryId)}</a><q>${one.after}</q></li>`)}</ul>` : nothing}`, { wide: true });
  }

  #choose(number) {
    const chosen = this.chosen.includes(number) ? this.chosen.filter((one) => one !== number) : [...this.chosen.slice(-1), number];
    this.show({ chosen });
  }

  render() {
    return html`<div class="history page">
      <div class="page-head"><h1>${t("history")}</h1><div class="segments" role="group" aria-label=${t("history")}>
        ${["versions", "changes"].map((tab) => html`<button aria-pressed=${String(tab === this.tab)}
          @click=${() => go(session.kb, "history", null, { query: { show: tab }, replace: true })}>${t(`history_${tab}`)}</button>`)}</div></div>
      ${this.fault ? faultBox(this.fault, () => this.#load()) : this.versions === null ? loading() : this.tab === "versions" ? this.#versions() : this.#changes()}
    </div>`;
  }

  #versions() {
    if (this.versions.length === 0) {
      return empty(t("noVersions"), t("noVersionsText"), html`<a class="button primary" href=${addressOf(session.kb, "publish")}>${t("publish")}</a>`);
    }
    const [from, to] = [Math.min(...this.chosen), Math.max(...this.chosen)];
    return html`<p class="hint">${t("versionsHint")}</p>
      <div class="actions"><button class="button" id="compare" ?disabled=${this.chosen.length === 0} @click=${() => (this.chosen.length === 2
        ? this.#compare(from, to) : this.#compare(from, null))}>${this.chosen.length === 2 ? t("compareTwo", { from, to })
          : this.chosen.length === 1 ? t("compareDraft", { from }) : t("compareNone")}</button></div>
      <ol class="timeline">${this.versions.map((version) => html`<li class="card" data-version=${version.number}>
        <div class="timeline-head"><input type="checkbox" .checked=${this.chosen.includes(version.number)} aria-label=${t("chooseVersion", { version: version.number })}
            @change=${() => this.#choose(version.number)}>
          <h2>${t("version", { version: version.number })}</h2>
          ${version.number === this.published ? html`<span class="chip live">${t("live")}</span>` : nothing}
          <span class="spring"></span>
          ${version.number !== this.published && session.canEdit ? html`<button class="button small" ?disabled=${this.isBusy}
            @click=${() => this.#bringBack(version)}>${t("bringBackVersion", { version: version.number })}</button>` : nothing}</div>
        <p>${version.author} · ${when(version.at)} · ${t("entryCount", { n: version.entries })}${this.#score(version)}</p>
        ${version.note ? html`<p><q>${version.note}</q></p>` : nothing}
        ${version.restores ? html`<p class="hint">${t("restores", { version: version.restores })}</p>` : nothing}
        ${version.overrideReason ? html`<p class="hint">${t("overridden")} <q>${version.overrideReason}</q></p>` : nothing}</li>`)}</ol>
      ${this.nextVersion ? html`<button class="button" @click=${() => this.#more("versions")}>${t("showMore")}</button>` : nothing}`;
  }

  #score(version) {
    const score = this.scores.get(version.number);
    return score?.accuracy === null || score?.accuracy === undefined ? nothing : html` · ${t("scored", { share: percent(score.accuracy, 1), n: score.questions })}`;
  }

  #changes() {
    return this.changes.length === 0 ? empty(t("noChanges"), t("noChangesText"), html`<a class="button" href=${addressOf(session.kb, "questions")}>${t("toQuestions")}</a>`)
      : html`<ol class="timeline">${this.changes.map((set) => html`<li class="card" data-change=${set.number}><div class="timeline-head">
          <div><p><strong>${set.author}</strong> · ${when(set.at)} <span class="chip">${originName(set.origin)}</span></p>
            <p>${set.undoes ? t("undoes", { number: set.undoes }) : about(set)}${set.note ? html` · <q>${set.note}</q>` : nothing}</p></div>
          <span class="spring"></span>
          <button class="button small" @click=${() => this.#details(set)}>${t("show")}</button>
          ${session.canEdit ? html`<button class="button small" @click=${() => this.#undo(set)}>${t("undo")}</button>` : nothing}</div></li>`)}</ol>
        ${this.nextChange ? html`<button class="button" @click=${() => this.#more("changes")}>${t("showMore")}</button>` : nothing}`;
  }
}

/** What a change set is about: its entries, where it has any. */
function about(set) {
  const ids = set.entries ?? [];
  const more = set.count - ids.length;
  return ids.length === 0 ? t("changeCount", { n: set.count }) : html`${ids.map((id, i) => html`${i > 0 ? " · " : nothing}${session.entries.byId.has(id)
    ? html`<a href=${addressOf(session.kb, "questions", id)}>${session.entries.questionOf(id)}</a>` : html`<code>${id}</code>`}`)}${
    more > 0 ? html` · ${t("andMore", { n: more })}` : nothing}`;
}

const known = ["page", "api", "suggestion", "file", "renewal", "import"];
const originName = (origin) => (known.includes(origin.split(":")[0]) ? t(`origin_${origin.split(":")[0]}`) : origin);

customElements.define("faqbot-history", History);
