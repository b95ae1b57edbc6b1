import { createComposer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { createFeedback } from "./feedback.js";
import { MessageLog } from "./message-log.js";

/** A visitor's conversation from its greeting on: said, kept, cleared, brought back. */
export class Session {
  #history;
  #log;
  #conversation;
  #greet = () => {};

  /**
   * @param {Document|ShadowRoot} root where log and composer are
   * @param {import("./history.js").History} history keeps what is said
   * @param {{noLog?: true, facts?: (reply: object) => Element, answered?: () => void}} [options] `facts` makes a line about how an answer
   *   was found; `answered` is told each reply
   */
  constructor(root, history, { noLog, facts, answered = () => {} } = {}) {
    this.#history = history;
    this.#log = new MessageLog(root.querySelector("#messages"), (reply, asked, spoken) => {
      const row = createFeedback(reply, asked, { send: (said) => this.#conversation.send(said), save: () => history.save() }, spoken);
      if (facts) {
        row.append(facts(reply));
      }
      return row;
    });
    const composer = createComposer((question) => this.ask(question), root);
    this.#conversation = new Conversation(this.#log, composer, null, (turn) => {
      history.add(turn);
      answered();
    });
    this.#conversation.noLog = noLog;
    this.#conversation.conversationId = history.conversationId;
  }

  get turns() {
    return this.#history.turns;
  }

  /**
   * Begins: greets and shows what was said before.
   * @param {string | undefined} knowledgeBase
   * @param {object} greeting see MessageLog.addGreeting
   * @param {{url?: string | null, form?: boolean}} contact where people are reached, and whether they can be written to
   */
  begin(knowledgeBase, greeting, contact) {
    this.#conversation.knowledgeBase = knowledgeBase;
    this.#log.contact = contact;
    this.#greet = () => this.#log.addGreeting((question) => this.ask(question), greeting);
    this.#greet();
    this.#conversation.restore(this.#history.turns);
  }

  ask(question, shown = question) {
    this.#conversation.ask(question, { shown });
  }

  /** Begins anew; until something new is asked, what was said can be brought back. */
  clear() {
    if (this.#history.turns.length === 0) {
      return;
    }
    const bringBack = this.#history.clear();
    this.#restart();
    this.#log.addUndo("cleared", () => {
      bringBack();
      this.#restart();
      this.#conversation.restore(this.#history.turns);
    });
  }

  showLatest() {
    this.#log.showLatest();
  }

  #restart() {
    this.#conversation.forget();
    this.#conversation.conversationId = this.#history.conversationId;
    this.#log.clear();
    this.#greet();
  }
}
