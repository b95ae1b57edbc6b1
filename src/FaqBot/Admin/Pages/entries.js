import { call, get } from "./api.js";
import { currentLanguage } from "./language.js";

const pageSize = 500;

/** The entries of a knowledge base as they are edited, fetched page by page, and what is known about them. */
export class Entries {
  #kb;
  #changed;
  #run = 0;

  list = [];
  byId = new Map();
  total = null;
  revision = 0;
  fault = null;
  isWhole = false;
  totals = null;
  findings = null;
  isChecking = false;
  checkFault = null;

  constructor(kb, changed) {
    this.#kb = kb;
    this.#changed = changed;
  }

  get #path() {
    return `kbs/${encodeURIComponent(this.#kb)}`;
  }

  stop() {
    this.#run++;
  }

  /** Fetches all entries; what is shown stays until the new ones are there. */
  async load() {
    const run = ++this.#run;
    const fetched = [];
    let after = "";
    this.fault = null;
    try {
      do {
        const page = await get(`${this.#path}/entries?limit=${pageSize}${after ? `&after=${encodeURIComponent(after)}` : ""}`);
        if (run !== this.#run) {
          return;
        }
        fetched.push(...page.entries.map(rowOf));
        after = page.next;
        Object.assign(this, { total: page.total, revision: page.revision });
        if (!this.isWhole) {
          this.#take([...fetched]);
        }
      } while (after);
      this.isWhole = true;
      this.#take(fetched);
    } catch (error) {
      this.fault = error;
    }
    this.#changed();
    if (!this.totals) {
      this.#loadTotals(run);
    }
  }

  #take(list) {
    this.list = list;
    this.byId = new Map(list.map((row) => [row.id, row]));
    this.#changed();
  }

  async #loadTotals(run) {
    try {
      const { entries } = await get(`${this.#path}/analytics/entries`);
      if (run === this.#run) {
        this.totals = new Map(entries.map((one) => [one.entryId, one]));
        this.#changed();
      }
    } catch {
      // Nothing is published yet, or nothing is logged: the columns stay empty.
      this.totals = new Map();
    }
  }

  /** Holds the draft against the rules. */
  async check() {
    this.isChecking = true;
    this.checkFault = null;
    this.#changed();
    try {
      const report = await get(`${this.#path}/draft/lint?severity=warning`, { timeout: 180_000 });
      this.report = report;
      this.findings = new Map();
      for (const finding of report.findings.filter((one) => one.entry)) {
        this.findings.set(finding.entry, [...this.findings.get(finding.entry) ?? [], finding]);
      }
    } catch (error) {
      this.checkFault = error;
    }
    this.isChecking = false;
    this.#changed();
  }

  /** The entry as it is stored now. */
  async fetch(id) {
    const { body, revision } = await call("GET", `${this.#path}/entries/${encodeURIComponent(id)}`);
    this.put(body, revision);
    return { entry: body, revision };
  }

  /** Notes what an entry has become. */
  put(entry, revision) {
    const known = this.byId.get(entry.id);
    const row = rowOf({ entry, revision, state: stateOf(entry), deletedAt: null });
    this.list = known ? this.list.map((one) => (one.id === entry.id ? row : one)) : [...this.list, row];
    this.total = known ? this.total : (this.total ?? 0) + 1;
    this.byId.set(entry.id, row);
    this.revision = Math.max(this.revision, revision ?? 0);
    this.#changed();
  }

  questionOf(id) {
    return this.byId.get(id)?.entry.question ?? id;
  }
}

function rowOf({ entry, revision, state, deletedAt }) {
  return { id: entry.id, entry, revision, state, deletedAt, languages: languagesOf(entry), text: searchable(entry) };
}

function searchable(entry) {
  const answers = typeof entry.answer === "string" ? [entry.answer] : Object.values(entry.answer ?? {});
  return [entry.id, entry.question, ...entry.alternates ?? [], ...answers, entry.source ?? "", ...Object.values(entry.metadata ?? {}).flat()]
    .join("\n").normalize("NFKC").toLowerCase();
}

/** Languages that the entry answers in; * is for every language. */
export function languagesOf(entry) {
  return typeof entry.answer === "string" ? ["*"] : Object.keys(entry.answer ?? {});
}

/** What a check found, in the language of the page. */
export const messageOf = (finding) => finding.messages[currentLanguage()] ?? finding.message;

export const lacks = (row, tag) => !row.languages.includes(tag) && !row.languages.includes("*");

function stateOf(entry) {
  const now = Date.now();
  return entry.enabled === false ? "disabled"
    : entry.validFrom && Date.parse(entry.validFrom) > now ? "notYetValid"
    : entry.validUntil && Date.parse(entry.validUntil) <= now ? "expired" : "active";
}
