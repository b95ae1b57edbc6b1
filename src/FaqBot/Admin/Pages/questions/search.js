import { post, RequestError } from "../api.js";
import { session } from "../session.js";

const pauseMilliseconds = 220;
const leastCharacters = 2;
const leastMeaning = .35;

/** Finds entries by the words of what is typed at once, and by what it means a moment later. */
export class Search {
  #changed;
  #timer = null;
  #run = 0;

  text = "";
  meant = [];
  isAsking = false;

  constructor(changed) {
    this.#changed = changed;
  }

  type(text) {
    this.text = text;
    this.meant = [];
    clearTimeout(this.#timer);
    const run = ++this.#run;
    this.isAsking = text.trim().length >= leastCharacters;
    if (this.isAsking) {
      this.#timer = setTimeout(() => this.#ask(run), pauseMilliseconds);
    }
    this.#changed();
  }

  async #ask(run) {
    let found = [];
    try {
      const reply = await post(session.path("explain"), { question: this.text.trim().slice(0, 900), deployment: "test" });
      found = reply.entries.filter((one) => one.confidence >= reply.suggestThreshold || (one.meaning ?? 1) >= leastMeaning);
    } catch (error) {
      if (!(error instanceof RequestError)) {
        throw error;
      }
      // What cannot be asked yet, such as a knowledge base without entries, is found by its words alone.
    }
    if (run === this.#run) {
      Object.assign(this, { meant: found, isAsking: false });
      this.#changed();
    }
  }

  /** Of rows those that fit, those that have the words first; each with how sure the meaning is. */
  apply(rows) {
    const words = this.text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) {
      return { rows, sure: new Map() };
    }
    const worded = rows.filter((row) => words.every((word) => row.text.includes(word)));
    const sure = new Map(this.meant.map((one) => [one.entryId, one.confidence]));
    const known = new Set(worded.map((row) => row.id));
    const allowed = new Map(rows.map((row) => [row.id, row]));
    const meant = this.meant.map((one) => allowed.get(one.entryId)).filter((row) => row && !known.has(row.id));
    return { rows: [...worded, ...meant], sure, worded: known };
  }
}
