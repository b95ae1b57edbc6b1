const maxTurns = 30;
const maxCharacters = 100_000;
const hour = 3_600_000;

const stores = {
  tab: { area: () => sessionStorage, lifetime: 24 * hour },
  browser: { area: () => localStorage, lifetime: 7 * 24 * hour },
  off: { area: () => null, lifetime: 0 },
};

/** What was said, kept in the visitor's browser: the latest turns, for a time. Where storage is blocked, nothing is kept. */
export class History {
  #area;
  #key;
  #lifetime;
  #turns;
  #conversationId;

  /** @param {{history: "tab"|"browser"|"off", knowledgeBase: string | null, page?: string}} settings `page` keeps those of two pages apart */
  constructor({ history, knowledgeBase, page = "" }) {
    const { area, lifetime } = stores[history];
    this.#area = attempt(area);
    this.#lifetime = lifetime;
    this.#key = `faqbot.turns.${page}${knowledgeBase ?? ""}`;
    this.#turns = this.#load();
    const before = this.#turns.at(-1)?.conversationId;
    this.#conversationId = typeof before === "string" && /^[0-9a-f]{32}$/.test(before) ? before : randomId();
  }

  /** @returns {{question: string, shown: string, reply: object}[]} oldest first */
  get turns() {
    return [...this.#turns];
  }

  /** Names the conversation; another one begins when this one is cleared. */
  get conversationId() {
    return this.#conversationId;
  }

  add(turn) {
    this.#turns.push({ ...turn, at: Date.now(), conversationId: this.#conversationId });
    this.save();
  }

  /** Keeps the turns as they are now; the oldest ones make room. */
  save() {
    this.#turns = this.#turns.slice(-maxTurns);
    let text = JSON.stringify(this.#turns);
    while (text.length > maxCharacters) {
      this.#turns.shift();
      text = JSON.stringify(this.#turns);
    }
    attempt(() => this.#area?.setItem(this.#key, text));
  }

  /** @returns {() => void} brings back what was forgotten */
  clear() {
    const [turns, conversationId] = [this.#turns, this.#conversationId];
    this.#turns = [];
    this.#conversationId = randomId();
    attempt(() => this.#area?.removeItem(this.#key));
    return () => {
      this.#turns = turns;
      this.#conversationId = conversationId;
      this.save();
    };
  }

  /** Anything can stand in storage: what is not a turn, or an old one, is left out. */
  #load() {
    const stored = attempt(() => JSON.parse(this.#area?.getItem(this.#key) ?? "[]"));
    const oldest = Date.now() - this.#lifetime;
    return Array.isArray(stored) ? stored.filter((turn) => isTurn(turn) && turn.at > oldest).slice(-maxTurns) : [];
  }
}

/** Pages without TLS have no crypto.randomUUID. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isTurn(turn) {
  return typeof turn?.question === "string" && typeof turn.shown === "string" && Number.isFinite(turn.at) && isReply(turn.reply);
}

function isReply(reply) {
  return typeof reply?.decision === "string"
    && (reply.answer === null || (typeof reply.answer?.text === "string" && isListOrNone(reply.answer.prompts)))
    && isListOrNone(reply.suggestions)
    && isListOrNone(reply.related);
}

function isListOrNone(value) {
  return value === undefined || value === null || (Array.isArray(value) && value.every((item) => item !== null && typeof item === "object"));
}

function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
