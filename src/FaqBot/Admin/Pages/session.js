import { call, get, hasKey, onForbidden, post, useAntiforgery, useKey } from "./api.js";
import { Entries } from "./entries.js";

const pollMilliseconds = 15_000;
const startMilliseconds = 2_000;

/** Who works here and on what; all parts of the pages look at this one. */
class Session {
  #listeners = new Set();
  #timer = null;

  state = "starting";
  fault = null;
  isOnline = true;
  kbs = [];
  service = null;
  me = null;
  inboxCount = 0;
  kb = null;
  settings = null;
  settingsRevision = 0;
  draft = null;
  diff = null;
  entries = null;
  dock = false;
  textLanguage = "";
  toasts = [];

  constructor() {
    onForbidden(() => this.signOut("keyRefused"));
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed() {
    this.#listeners.forEach((listener) => listener());
  }

  /** Whether this person may do something with the knowledge base. */
  may(right) {
    return this.me !== null && this.me.grants.some((grant) => (grant.kb === "*" || grant.kb === this.kb) && grant.rights.includes(right));
  }

  /** Whether this person may change the draft. */
  get canEdit() {
    return this.state === "ready" && this.may("edit");
  }

  async signIn(key) {
    useKey(key);
    await this.start();
  }

  /** Signs in with an account's name and password. */
  async signInAs(name, password) {
    try {
      await post("sign-in", { name, password });
      await this.start();
    } catch (error) {
      this.fault = error.status === 401 || error.status === 403 ? "accountRefused" : error;
      this.changed();
    }
  }

  async signOut(fault = null) {
    if (fault === null && !hasKey() && this.me?.antiforgeryToken) {
      await post("sign-out").catch(() => {});
    }
    useKey("");
    useAntiforgery(null);
    clearInterval(this.#timer);
    Object.assign(this, { state: "signedOut", fault, kb: null, entries: null, draft: null, diff: null, kbs: [] });
    this.changed();
  }

  /** Learns what there is to work on. */
  async start() {
    this.fault = null;
    try {
      const me = await get("me");
      useAntiforgery(me.antiforgeryToken);
      if (me.kind === "nobody") {
        const isRefused = hasKey();
        useKey("");
        Object.assign(this, { me, state: "signedOut", fault: isRefused ? "keyRefused" : null });
        this.changed();
        return;
      }
      if (me.grants.length === 0) {
        Object.assign(this, { me, state: "signedOut", fault: "noRole" });
        this.changed();
        return;
      }
      const [{ kbs }, service] = await Promise.all([get("drafts"), get("service")]);
      Object.assign(this, { kbs, service, me, state: "ready", isOnline: true });
      clearInterval(this.#timer);
      this.#timer = setInterval(() => this.refresh(), pollMilliseconds);
    } catch (error) {
      if (this.state === "signedOut" && this.fault) {
        return;
      }
      Object.assign(this, { state: "unreachable", fault: error });
      if (error.kind === "starting") {
        // A first start takes a while; it is asked again without anybody's doing.
        setTimeout(() => this.state === "unreachable" && this.start(), startMilliseconds);
      }
    }
    this.changed();
  }

  /** Turns to a knowledge base. */
  async open(kb) {
    if (kb === this.kb) {
      return;
    }
    this.entries?.stop();
    Object.assign(this, { kb, draft: null, diff: null, settings: null, entries: new Entries(kb, () => this.changed()) });
    this.changed();
    this.entries.load();
    await Promise.all([this.refresh(), this.loadSettings()]);
    this.#countInbox(kb);
  }

  /** How much waits to be decided; it takes the service a while to find out, which nobody waits for. */
  async #countInbox(kb) {
    this.inboxCount = 0;
    if (this.draft?.publishedRevision === null || !this.may("readQuestionTexts")) {
      return;
    }
    try {
      const { suggestions } = await get(this.path("suggestions", kb), { timeout: 180_000 });
      if (kb === this.kb) {
        this.inboxCount = suggestions.length;
        this.changed();
      }
    } catch {
      // The inbox itself says why.
    }
  }

  async loadSettings() {
    try {
      const { body, revision } = await call("GET", this.path("settings"));
      Object.assign(this, { settings: body, settingsRevision: revision });
    } catch (error) {
      this.fault = error;
    }
    this.changed();
  }

  /** How the working copy stands; notices what others have changed. */
  async refresh() {
    const kb = this.kb;
    if (!kb) {
      return;
    }
    try {
      const draft = await get(this.path("draft"));
      const diff = draft.revision === this.draft?.revision && draft.publishedRevision === this.draft?.publishedRevision
        ? this.diff : await get(this.path("draft/diff?limit=500"));
      if (kb !== this.kb) {
        return;
      }
      const moved = this.draft && draft.revision !== this.draft.revision && draft.revision !== this.entries.revision;
      Object.assign(this, { draft, diff, isOnline: true });
      if (moved) {
        this.entries.load();
      }
    } catch (error) {
      this.isOnline = !["unreachable", "timeout", "offline"].includes(error.kind);
    }
    this.changed();
  }

  /** What customers do not read yet. */
  get unpublished() {
    return this.diff ? this.diff.total + (this.diff.settings.length > 0 ? 1 : 0) + (this.diff.total === 0 && this.diff.reordered ? 1 : 0) : 0;
  }

  get languages() {
    return this.settings?.languages ?? [];
  }

  path(rest, kb = this.kb) {
    return `kbs/${encodeURIComponent(kb)}/${rest}`;
  }

  /** Takes a change set back. */
  async undo(number) {
    await post(this.path(`changes/${number}/undo`));
    await Promise.all([this.entries.load(), this.refresh()]);
  }

  /** Says something for a while, with something to do about it. */
  toast(text, { action, act, isError = false, seconds = 10 } = {}) {
    const toast = { text, action, act, isError };
    this.toasts = [...this.toasts.slice(-2), toast];
    setTimeout(() => this.dismiss(toast), seconds * 1000);
    this.changed();
  }

  dismiss(toast) {
    this.toasts = this.toasts.filter((one) => one !== toast);
    this.changed();
  }
}

export const session = new Session();
