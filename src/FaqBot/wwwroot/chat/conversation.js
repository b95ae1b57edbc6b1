import { language } from "../i18n.js";
import { ask } from "./api.js";

const thinkingDelayMilliseconds = 150;

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
   * @param {{shown?: string, context?: object}} [options] what the user sees as their own words; what it follows on from
   */
  ask(question, { shown = question, context = this.#lastAnswered } = {}) {
    if (this.#isBlocked) {
      return;
    }
    this.#failure?.settle();
    this.#log.addQuestion(shown);
    this.#send({
      question,
      kb: this.knowledgeBase ?? undefined,
      language: language.chosen ?? undefined,
      context,
      conversationId: this.conversationId,
      noLog: this.noLog,
    }, shown);
  }

  /** Shows what was said before the page was left; what follows follows on from that. */
  restore(turns) {
    for (const { question, shown, reply } of turns) {
      this.#log.addQuestion(shown);
      this.#showReply(reply, question);
    }
  }

  /** The next question follows on from nothing. */
  forget() {
    this.#lastAnswered = undefined;
    this.#failure = undefined;
  }

  async #send(request, shown) {
    this.#block(true);
    const thinking = setTimeout(() => this.#log.showThinking(), thinkingDelayMilliseconds);
    try {
      const reply = await ask(request);
      this.#stopThinking(thinking);
      this.#showReply(reply, request.question);
      this.#remember({ question: request.question, shown, reply });
    } catch (error) {
      this.#stopThinking(thinking);
      await this.#showFailure(error, request, shown);
    } finally {
      this.#block(false);
    }
  }

  #showReply(reply, question) {
    // What small talk says is nothing to follow on from.
    const isOfAsked = !this.knowledgeBase || reply.kb === this.knowledgeBase;
    const context = reply.answer && isOfAsked ? { previousEntryId: reply.answer.entryId, previousQuestion: question } : undefined;
    this.#log.addReply(reply, question, (followUp, shown) => this.ask(followUp, { shown, context }));
    this.#lastAnswered = context ?? this.#lastAnswered;
  }

  /** Ends when the server may be asked again. */
  async #showFailure(error, request, shown) {
    this.#failure = this.#log.addFailure(error, () => {
      if (!this.#isBlocked) {
        this.#failure.remove();
        this.#send(request, shown);
      }
    });
    await this.#failure.countDown(error.retryAfterSeconds ?? 0);
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
