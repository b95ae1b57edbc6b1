import { html, nothing } from "lit";
import { styles } from "../style.js";
import { empty, faultBox, faultText, loading } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { isTyping } from "../frame/keys.js";
import { count, t } from "../language.js";
import { addressOf, go, route } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { bulkBar } from "./bulk.js";
import { changedIds, filters } from "./filters.js";
import { questionRow } from "./row.js";
import { Search } from "./search.js";
import { VirtualList } from "./virtual-list.js";

const wide = matchMedia("(min-width: 900px)");
const rowHeight = () => (wide.matches ? 62 : 104);

// What a person looked for stays while they edit what they found.
const kept = { search: "", filter: "all", scroll: 0, kb: null };

class Questions extends View {
  list = new VirtualList(this, () => this.$(".table-body"));
  search = new Search(() => this.requestUpdate());
  selected = new Set();
  filter = "all";
  current = -1;
  #anchor = null;
  #foundOf = [];
  #result = null;
  #leave = [];

  connectedCallback() {
    super.connectedCallback();
    if (kept.kb === session.kb) {
      this.filter = kept.filter;
      this.search.type(kept.search);
      this.updateComplete.then(() => {
        const body = this.$(".table-body");
        if (body) {
          body.scrollTop = kept.scroll;
        }
      });
    }
    this.filter = route().query.get("filter") ?? this.filter;
    const keys = (event) => this.#key(event);
    const resize = () => this.requestUpdate();
    addEventListener("keydown", keys);
    wide.addEventListener("change", resize);
    this.#leave = [() => removeEventListener("keydown", keys), () => wide.removeEventListener("change", resize)];
    if (this.filter === "findings") {
      this.#checkOnce();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    Object.assign(kept, { search: this.search.text, filter: this.filter, kb: session.kb });
    this.#leave.forEach((leave) => leave());
  }

  #checkOnce() {
    if (!session.entries.findings && !session.entries.isChecking) {
      session.entries.check();
    }
  }

  #choose(name) {
    this.show({ filter: name, current: -1 });
    if (name === "findings") {
      this.#checkOnce();
    }
  }

  #key(event) {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")
      || event.target.closest?.(".dock")) {
      return;
    }
    const step = { j: 1, k: -1, ArrowDown: event.target.closest?.(".table-body") ? 1 : 0, ArrowUp: event.target.closest?.(".table-body") ? -1 : 0 }[event.key];
    const row = this.shown[this.current];
    if (step) {
      event.preventDefault();
      this.#moveTo(Math.min(Math.max(this.current + step, 0), this.shown.length - 1));
    } else if (event.key === "x" && row) {
      this.#toggle(row);
    } else if ((event.key === "e" || event.key === "a") && row) {
      event.preventDefault();
      go(session.kb, "questions", row.id, { query: event.key === "a" ? { focus: "wording" } : undefined });
    } else if (event.key === "n") {
      event.preventDefault();
      go(session.kb, "questions", "new");
    }
  }

  async #moveTo(index) {
    this.show({ current: index });
    this.list.scrollTo(index);
    await this.updateComplete;
    requestAnimationFrame(() => this.$(`.entry[aria-rowindex="${index + 2}"] a`)?.focus({ preventScroll: true }));
  }

  #toggle(row) {
    const selected = new Set(this.selected);
    if (!selected.delete(row.id)) {
      selected.add(row.id);
    }
    this.show({ selected });
  }

  pick(event, row, index) {
    event.stopPropagation();
    if (event.shiftKey && this.#anchor !== null) {
      const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
      this.show({ selected: new Set([...this.selected, ...this.shown.slice(from, to + 1).map((one) => one.id)]) });
    } else {
      this.#toggle(row);
    }
    this.#anchor = index;
  }

  click(event, row) {
    if (!event.target.closest("a,input,button") && getSelection().isCollapsed) {
      go(session.kb, "questions", row.id);
    }
  }

  clear() {
    this.show({ selected: new Set() });
  }

  render() {
    const { entries } = session;
    if (entries.fault && entries.list.length === 0) {
      return faultBox(entries.fault, () => entries.load());
    }
    if (entries.total === null) {
      return loading();
    }
    if (entries.total === 0) {
      return html`<div class="page">${empty(t("noEntries"), t("noEntriesText"),
        html`<a class="button primary" href=${addressOf(session.kb, "questions", "new")}>${t("newEntry")}</a>`,
        html`<a class="button" href=${addressOf(session.kb, "import")}>${t("importFile")}</a>`)}</div>`;
    }
    const all = filters();
    const filter = all.find((one) => one.name === this.filter) ?? all[0];
    const { rows, sure: sureOf, worded } = this.#found(filter);
    this.shown = rows;
    this.list.set(rows.length, rowHeight());
    const context = { changed: changedIds(), sureOf, worded, totals: entries.totals };
    return html`<div class="questions">
      <div class="toolbar">
        <h1 class="visually-hidden">${t("questions")}</h1>
        <div class="search-box">${icon("search")}<input id="search" type="search" aria-label=${t("searchLabel")} placeholder=${t("searchHint")}
          .value=${this.search.text} @input=${(event) => this.search.type(event.target.value)} autocomplete="off" spellcheck="false"
          @keydown=${(event) => event.key === "Escape" && this.search.type("")}>
          ${this.search.isAsking ? html`<span class="spinner"></span>` : nothing}</div>
        <a class="button primary" id="new-entry" href=${addressOf(session.kb, "questions", "new")}>${icon("plus")}<span>${t("newEntry")}</span></a>
      </div>
      <div class="filters" role="group" aria-label=${t("filters")}>${all.map((one) => html`<button class="filter" data-filter=${one.name}
        aria-pressed=${String(one === filter)} @click=${() => this.#choose(one.name)}>${one.text}${one.name === "findings" && !entries.findings
          ? nothing : html` <span class="filter-count">${count(one.number)}</span>`}</button>`)}</div>
      ${this.selected.size > 0 ? bulkBar(this) : nothing}
      ${filter.name === "findings" && entries.isChecking ? loading(t("checking")) : nothing}
      ${filter.name === "findings" && entries.checkFault ? html`<p class="field-fault" role="alert">${faultText(entries.checkFault)}</p>` : nothing}
      <p class="visually-hidden" role="status">${t("found", { n: rows.length })}</p>
      ${this.#table(rows, context)}
    </div>`;
  }

  /** What is shown, searched for once and not with every turn of the wheel. */
  #found(filter) {
    const of = [session.entries.list, filter, this.search.text, this.search.meant];
    if (of.some((one, i) => one !== this.#foundOf[i])) {
      this.#foundOf = of;
      this.#result = this.search.apply(session.entries.list.filter(filter.fits));
    }
    return this.#result;
  }

  #table(rows, context) {
    const whole = rows.length > 0 && this.selected.size >= rows.length && rows.every((row) => this.selected.has(row.id));
    return html`<div class="table" role="table" aria-label=${t("questions")} aria-rowcount=${rows.length + 1}>
      <div role="rowgroup" class="table-head"><div class="row head" role="row" aria-rowindex="1">
        <span role="columnheader" class="pick"><input type="checkbox" .checked=${whole} aria-label=${t("selectAll")}
          @click=${() => this.show({ selected: whole ? new Set() : new Set(rows.map((row) => row.id)) })}></span>
        ${["question", "wordings", "languages", "asked30", "helpful", "findings", "state"].map((name, i) => html`<span role="columnheader"
          class=${["what", "wordings number", "tags", "asked number", "helped", "found number", "standing-cell"][i]}>${t(`column_${name}`)}</span>`)}
      </div></div>
      <div role="rowgroup" class="table-body" tabindex="-1" @scroll=${(event) => {
        kept.scroll = event.target.scrollTop;
      }}>
        ${rows.length === 0 ? html`<div role="row" class="nothing"><span role="cell">${this.search.isAsking ? t("searching")
          : this.filter === "findings" && session.entries.isChecking ? "" : t("nothingFits")}
          ${this.search.text ? html`<a href=${addressOf(session.kb, "questions", "new", { question: this.search.text })}>${
            t("writeEntryFor", { text: this.search.text })}</a>` : nothing}</span></div>` : nothing}
        <div role="presentation" class="table-space" ${styles({ height: `${this.list.size}px` })}>
          ${this.list.rows.filter((item) => rows[item.index]).map((item) => questionRow(this, item, rows[item.index], context))}
        </div>
      </div>
    </div>`;
  }
}

customElements.define("faqbot-questions", Questions);
