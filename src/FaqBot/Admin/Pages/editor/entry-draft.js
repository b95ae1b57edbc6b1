import { call, post } from "../api.js";
import { session } from "../session.js";
import { equal, merge, patchOf } from "./merge.js";

const pauseMilliseconds = 900;
const retryMilliseconds = 5_000;
const prefix = "faqbot.admin.unsaved/";

/** An entry while it is edited: kept on this device at every key, and in the draft a moment later. */
export class EntryDraft {
  #changed;
  #timer = null;
  #saving = null;
  #key;

  state = "loading";
  base = {};
  entry = {};
  revision = null;
  fault = null;
  savedAt = null;
  conflict = null;
  wasRestored = false;
  undoable = [];

  /** @param {string|null} id null for an entry that is not there yet */
  constructor(kb, id, changed, start = {}) {
    this.kb = kb;
    this.id = id;
    this.#changed = changed;
    this.#key = `${prefix}${kb}/${id ?? "new"}`;
    this.entry = start;
    addEventListener("online", this.#online);
  }

  #online = () => this.state === "offline" && this.save();

  close() {
    removeEventListener("online", this.#online);
    clearTimeout(this.#timer);
    if (this.isDirty && this.state !== "conflict") {
      this.save();
    }
  }

  get isDirty() {
    return !equal(this.base, this.entry);
  }

  get isComplete() {
    const answer = this.entry.answer;
    const answers = typeof answer === "string" ? [answer] : Object.values(answer ?? {});
    return Boolean(this.entry.question?.trim()) && answers.some((text) => text.trim());
  }

  async open() {
    const unsaved = this.#recall();
    if (this.id === null) {
      if (unsaved && Object.keys(this.entry).length === 0) {
        Object.assign(this, { entry: unsaved.entry, wasRestored: true });
      }
      this.#become("clean");
      this.#schedule();
      return;
    }
    try {
      const { entry, revision } = await session.entries.fetch(this.id);
      Object.assign(this, { base: entry, entry, revision, fault: null });
      this.#become("clean");
    } catch (error) {
      const row = session.entries.byId.get(this.id);
      if (error.kind === "notFound" || (!unsaved && !row)) {
        this.fault = error;
        this.#become(error.kind === "notFound" ? "gone" : "failed");
        return;
      }
      const known = unsaved ? { base: unsaved.base, revision: unsaved.revision } : { base: row.entry, revision: row.revision };
      Object.assign(this, known, { entry: unsaved?.entry ?? row.entry });
      this.#become(unsaved ? "offline" : "clean");
      return;
    }
    if (unsaved && !equal(unsaved.entry, this.entry)) {
      const { entry: theirs, revision } = this;
      Object.assign(this, { entry: unsaved.entry, wasRestored: true });
      if (unsaved.revision === revision) {
        this.#become("dirty");
        this.#schedule();
      } else {
        this.base = unsaved.base;
        this.#meet(theirs, revision, null, null);
      }
    }
  }

  /** Changes members; those that become undefined go. */
  edit(values) {
    const entry = { ...this.entry, ...values };
    Object.keys(values).filter((key) => values[key] === undefined).forEach((key) => delete entry[key]);
    this.entry = entry;
    this.#keep();
    if (this.state !== "conflict") {
      this.#become(this.state === "saving" ? "saving" : "dirty");
      this.#schedule();
    } else {
      this.#changed();
    }
  }

  #schedule(milliseconds = pauseMilliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), milliseconds);
  }

  /** Saves at once what is not saved yet. */
  async save() {
    clearTimeout(this.#timer);
    if (this.#saving) {
      await this.#saving;
    }
    if (!this.isDirty || !this.isComplete || this.state === "conflict") {
      if (!this.isComplete && this.isDirty) {
        this.#become("incomplete");
      }
      return;
    }
    this.#saving = this.#send();
    await this.#saving;
    this.#saving = null;
    if (this.isDirty && this.state === "saved") {
      this.#become("dirty");
      this.#schedule();
    }
  }

  async #send() {
    const sent = this.entry;
    this.#become("saving");
    try {
      const reply = this.id === null
        ? await call("POST", session.path("entries", this.kb), { body: cleaned(sent) })
        : await call("PATCH", this.#path, { body: patchOf(this.base, cleaned(sent)), headers: { "If-Match": `"${this.revision}"` } });
      const wasNew = this.id === null;
      this.#forget();
      const isUntouched = this.entry === sent;
      // As it was typed: the service takes blanks at the ends away, which somebody may be typing.
      this.base = { ...sent, id: reply.body.id };
      this.entry = { ...this.entry, id: reply.body.id };
      if (reply.revision !== this.revision) {
        this.undoable.push(reply.revision);
      }
      Object.assign(this, { id: reply.body.id, revision: reply.revision, fault: null, savedAt: new Date(), wasRestored: false });
      this.#key = `${prefix}${this.kb}/${this.id}`;
      if (!isUntouched) {
        this.#keep();
      }
      session.entries.put(reply.body, reply.revision);
      this.#become("saved");
      session.refresh();
      if (wasNew) {
        this.onCreated?.(this.id);
      }
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error) {
    this.fault = error;
    if (error.status === 412) {
      this.#meet(error.problem?.current ?? null, error.problem?.revision ?? null, error.problem?.changedBy, error.problem?.changedAt);
    } else if (error.status === 400 || error.status === 409 || error.status === 413) {
      this.#become("invalid");
    } else {
      this.#become("offline");
      this.#schedule(retryMilliseconds);
    }
  }

  /** Somebody else was here: what does not touch is put together, the rest is for a person to decide. */
  #meet(theirs, revision, by, at) {
    if (theirs === null) {
      this.conflict = { theirs: null, revision, by, at, contested: [] };
      this.#become("conflict");
      return;
    }
    const { entry, contested } = merge(this.base, this.entry, theirs);
    if (contested.length === 0) {
      Object.assign(this, { base: theirs, entry, revision, mergedWith: by ?? null });
      this.#become("dirty");
      this.#schedule(0);
    } else {
      this.conflict = { theirs, revision, by, at, contested, choices: {} };
      this.#become("conflict");
    }
  }

  /** Ends a conflict by what was chosen for each member. */
  resolve() {
    const { theirs, revision, choices } = this.conflict;
    const { entry } = theirs === null ? { entry: this.entry } : merge(this.base, this.entry, theirs, choices);
    Object.assign(this, theirs === null
      ? { id: null, base: {}, revision: null, conflict: null } : { base: theirs, entry, revision, conflict: null });
    this.#keep();
    this.#become("dirty");
    return this.save();
  }

  /** Takes what the other person made of it. */
  discard() {
    const { theirs, revision } = this.conflict;
    Object.assign(this, { conflict: null, base: theirs ?? {}, entry: theirs ?? {}, revision });
    this.#forget();
    this.#become(theirs === null ? "gone" : "clean");
  }

  /** Takes the last saving back. */
  async undo() {
    const number = this.undoable.at(-1);
    if (number === undefined) {
      return;
    }
    try {
      await post(session.path(`changes/${number}/undo`, this.kb));
      this.undoable.pop();
      this.#forget();
      const { entry, revision } = await session.entries.fetch(this.id);
      Object.assign(this, { base: entry, entry, revision, savedAt: null });
      this.#become("clean");
      session.refresh();
    } catch (error) {
      this.fault = error;
      this.#become("invalid");
    }
  }

  get #path() {
    return session.path(`entries/${encodeURIComponent(this.id)}`, this.kb);
  }

  #become(state) {
    this.state = state;
    this.#changed();
  }

  #keep() {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ entry: this.entry, base: this.base, revision: this.revision }));
    } catch {
      // Storage is full or blocked: the draft of the service is then all there is.
    }
  }

  #recall() {
    try {
      return JSON.parse(localStorage.getItem(this.#key));
    } catch {
      return null;
    }
  }

  #forget() {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // As above.
    }
  }

  /** Forgets an entry that was never complete. */
  abandon() {
    this.#forget();
    Object.assign(this, { entry: {}, base: {} });
  }
}

/** Without empty members, which are no members. */
function cleaned(entry) {
  const result = { ...entry };
  for (const key of ["alternates", "notThis", "prompts"]) {
    if (result[key]?.length === 0) {
      delete result[key];
    }
  }
  if (typeof result.answer === "object" && result.answer !== null) {
    result.answer = Object.fromEntries(Object.entries(result.answer).filter(([, text]) => text.trim()));
  }
  result.prompts = result.prompts?.filter((prompt) => prompt.entryId && (typeof prompt.text === "object" || prompt.text.trim()));
  if (!result.prompts?.length) {
    delete result.prompts;
  }
  if (result.metadata && Object.keys(result.metadata).length === 0) {
    delete result.metadata;
  }
  return result;
}
