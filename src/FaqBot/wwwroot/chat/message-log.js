import { element } from "../element.js";
import { localize, owners } from "../i18n.js";
import { createChips } from "./chips.js";
import { createFailure } from "./failure.js";
import { fillReply } from "./reply.js";
import { fromTemplate } from "./template.js";

/** What has been said, in a list that scrolls. */
export class MessageLog {
  #list;
  #thinking;
  #isBlocked = false;
  #underAnswer;

  /** Where people are reached, and whether they can be written to. */
  contact = {};

  /** @param {(reply: object, asked: string, spoken?: string) => Element} underAnswer makes what stands right under an answer */
  constructor(list, underAnswer) {
    this.#list = list;
    this.#underAnswer = underAnswer;
    this.#stayAtEndWhenResized();
  }

  /** While blocked, nothing in the log can be sent. */
  set blocked(value) {
    this.#isBlocked = value;
    this.#list.querySelectorAll(".chip").forEach((chip) => this.#markBlocked(chip));
  }

  /**
   * @param {(question: string) => void} ask
   * @param {{name?: object, greeting?: object, starters: object[], notice?: object}} said name of the knowledge base, its owner's first
   *   words, questions to begin with, and the line that answers are automatic, each by language
   */
  addGreeting(ask, { name, greeting, starters, notice }) {
    const message = fromTemplate("bot-message");
    message.classList.add("greeting");
    const bubble = message.querySelector(".bubble");
    bubble.append(greeting ? localize(element("p"), owners, greeting)
      : name ? localize(element("p"), "greeting", name) : localize(element("p"), "greetingUnnamed"));
    if (notice && Object.values(notice).some(Boolean)) {
      bubble.append(localize(element("p", { class: "automatic" }), owners, notice));
    }
    if (starters.length > 0) {
      bubble.append(localize(element("p"), "greetingHint"));
      message.querySelector(".body").append(createChips("starters", starters, (_, shown) => ask(shown)));
    }
    this.#add(message);
  }

  addQuestion(text, at = Date.now()) {
    const message = fromTemplate("user-message");
    message.querySelector(".text").textContent = text;
    message.append(timeOf(at));
    this.#add(message);
  }

  /**
   * @param {object} reply
   * @param {{asked: string, ask: (question: string, shown: string) => void, choose: (suggestion: object) => void}} around what was asked,
   *   how to ask on, and who is told which suggestion was meant
   * @param {number} [at] when it was said
   */
  addReply(reply, around, at = Date.now()) {
    const message = fromTemplate("bot-message");
    fillReply(message, reply, { ...around, contact: this.contact, underAnswer: this.#underAnswer });
    (message.querySelector(".under") ?? message.querySelector(".body")).append(timeOf(at));
    this.#add(message);
  }

  /** Says something about the conversation, with a button that undoes it. */
  addUndo(key, undo) {
    const line = element("div", { class: "undo", role: "status" }, localize(element("span"), key));
    const button = localize(element("button", { type: "button", class: "retry" }), "undo");
    button.addEventListener("click", () => {
      this.#list.focus({ preventScroll: true });
      undo();
    });
    line.append(button);
    this.#list.append(line);
  }

  /** Takes back the offer to undo: something new was said. */
  removeUndo() {
    this.#list.querySelector(".undo")?.remove();
  }

  addFailure(error, retry) {
    const failure = createFailure(error, () => {
      // The button is about to go, and focus must not go with it.
      this.#list.focus({ preventScroll: true });
      retry();
    });
    this.#add(failure.element);
    return failure;
  }

  showThinking() {
    this.#thinking = fromTemplate("bot-message");
    // Not a message: it leaves no trace once the answer is there.
    this.#thinking.classList.replace("message", "waiting");
    this.#thinking.querySelector(".bubble").append(fromTemplate("thinking"));
    this.#add(this.#thinking);
  }

  hideThinking() {
    this.#thinking?.remove();
  }

  /** Scrolls to what was said last, after a time in which the log was not laid out. */
  showLatest() {
    const last = this.#list.lastElementChild;
    if (last) {
      makeScrollersReachable(this.#list);
      this.#reveal(last);
    }
  }

  clear() {
    this.#list.replaceChildren();
  }

  #add(message) {
    message.querySelectorAll(".chip").forEach((chip) => this.#markBlocked(chip));
    this.#list.append(message);
    makeScrollersReachable(message);
    this.#reveal(message);
  }

  #markBlocked(chip) {
    chip.setAttribute("aria-disabled", String(this.#isBlocked));
  }

  /** What was just above the composer stays there when a long question or a keyboard takes room. */
  #stayAtEndWhenResized() {
    let height = this.#list.clientHeight;
    new ResizeObserver(() => {
      const before = height;
      height = this.#list.clientHeight;
      // Without a height it is hidden, and scrolls nowhere.
      if (before > 0 && height > 0) {
        this.#list.scrollBy({ top: before - height, behavior: "instant" });
      }
    }).observe(this.#list);
  }

  /** Scrolls to the end, but not past the start of the latest question: a long answer is read from its top. */
  #reveal(message) {
    const questions = this.#list.querySelectorAll(".message.user");
    const start = questions[questions.length - 1] ?? message;
    const startTop = start.getBoundingClientRect().top - this.#list.getBoundingClientRect().top + this.#list.scrollTop;
    const end = this.#list.scrollHeight - this.#list.clientHeight;
    this.#list.scrollTo({ top: Math.min(end, startTop - parseFloat(getComputedStyle(this.#list).paddingTop)) });
  }
}

function timeOf(at) {
  return localize(element("time", { class: "time", datetime: new Date(at).toISOString() }), "time", at);
}

/** Not every browser lets the keyboard into a box that scrolls sideways. */
function makeScrollersReachable(message) {
  for (const box of message.querySelectorAll("pre, .table-scroller")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    }
  }
}
