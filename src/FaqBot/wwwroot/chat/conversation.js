import { known, language } from "../i18n.js";
import { ask, sendFeedback } from "./api.js";

const thinkingDelayMilliseconds = 150;
const longestWaitSeconds = 15;

/** One question at a time, each with the entry answered before it, so that follow-ups are understood. */
export class Conversation {
  /** Names the conversation to the service, if it shall know. */
  conversationId;

  /** Whether the service is asked to leave the questions out of its log; true or undefined. */
  noLog;

  #log;
  #composer;
  #isBlocked = false;
  #knowledgeBase;
  #lastAnswered;
  #failure;
  #remember;
  #restored = 0;

  /** @param {(turn: {question: string, shown: string, reply: object}) => void} remember is told each question with its reply */
  constructor(log, composer, knowledgeBase, remember = () => {}) {
    this.#remember = remember;
    this.#log = log;
    this.#composer = composer;
    this.knowledgeBase = knowledgeBase;
  }

  /** The knowledge base to ask, or null for the server's default. */
  get knowledgeBase() {
    return this.#knowledgeBase;
  }

  set knowledgeBase(id) {
    this.#knowledgeBase = id;
    this.#composer.knowledgeBase = id;
  }

  /**
   * @param {string} question what is sent
   * @param {{shown?: string, context?: object, spoken?: string}} [options] what the user sees as their own words; what it follows on
   *   from; the language of the button that was pressed
   */
  ask(question, { shown = question, context = this.#lastAnswered, spoken } = {}) {
    if (this.#isBlocked) {
      return;
    }
    this.#failure?.settle();
    this.#log.removeUndo();
    this.#log.addQuestion(shown);
    this.#send({
      question,
      kb: this.knowledgeBase ?? undefined,
      language: language.chosen ?? spoken ?? undefined,
      // Where the question's own words tell none, such as "???".
      locale: language.current,
      context,
      conversationId: this.conversationId,
      noLog: this.noLog,
    }, shown);
  }

  /** Completes what is said of an answer with what the service shall know of the conversation. */
  send(feedback) {
    return { ...feedback, conversationId: this.conversationId, noLog: this.noLog };
  }

  /** Shows what was said before the page was left; what follows follows on from that. */
  restore(turns) {
    for (const { question, shown, reply, at } of turns) {
      this.#log.addQuestion(shown, at);
      this.#showReply(reply, question, at);
    }
  }

  /** The next question follows on from nothing. */
  forget() {
    this.#lastAnswered = undefined;
    this.#failure = undefined;

    // What is under way now belongs to what was forgotten.
    this.#restored++;
  }

  async #send(request, shown) {
    const before = this.#restored;
    this.#block(true);
    const thinking = setTimeout(() => this.#log.showThinking(), thinkingDelayMilliseconds);
    try {
      const reply = await ask(request);
      this.#stopThinking(thinking);
      if (before === this.#restored) {
        this.#showReply(reply, request.question);
        this.#remember({ question: request.question, shown, reply });
      }
    } catch (error) {
      this.#stopThinking(thinking);
      if (before === this.#restored) {
        await this.#showFailure(error, request, shown);
      }
    } finally {
      this.#block(false);
    }
  }

  #showReply(reply, question, at) {
    // What small talk says is nothing to follow on from.
    const isOfAsked = !this.knowledgeBase || reply.kb === this.knowledgeBase;
    const context = reply.answer && isOfAsked ? { previousEntryId: reply.answer.entryId, previousQuestion: question } : undefined;
    this.#log.addReply(reply, {
      asked: question,
      ask: (followUp, shown) => this.ask(followUp, { shown, context, spoken: known(reply.language) }),
      choose: (choice) => this.#tellChoice(reply, question, choice),
    }, at);
    this.#lastAnswered = context ?? this.#lastAnswered;
  }

  /** Of several that were offered one was meant: the owner learns from it, and the visitor waits for nothing. */
  async #tellChoice(reply, question, { entryId, isSuggestion }) {
    if (!isSuggestion || this.#isBlocked) {
      return;
    }
    try {
      await sendFeedback(this.send({ kind: "chosen", question, entryId, kb: reply.kb, version: reply.version }));
    } catch {
      // The question that was chosen is asked all the same.
    }
  }

  /** Ends when the server may be asked again; one that is starting is asked again without a click. */
  async #showFailure(error, request, shown) {
    const isStarting = error.kind === "starting";
    const failure = this.#log.addFailure(error, () => {
      if (!this.#isBlocked) {
        failure.remove();
        this.#send(request, shown);
      }
    });
    this.#failure = failure;
    await failure.countDown(isStarting ? Math.min(Math.max(error.retryAfterSeconds ?? 0, 2), longestWaitSeconds) : error.retryAfterSeconds ?? 0);
    if (isStarting && this.#failure === failure) {
      failure.remove();
      this.#failure = undefined;
      await this.#send(request, shown);
    }
  }

  #stopThinking(timer) {
    clearTimeout(timer);
    this.#log.hideThinking();
  }

  #block(isBlocked) {
    this.#isBlocked = isBlocked;
    this.#composer.blocked = isBlocked;
    this.#log.blocked = isBlocked;
  }
}
