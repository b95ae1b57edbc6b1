import { localize, say } from "../i18n.js";
import { createChips } from "./chips.js";
import { createFailure } from "./failure.js";
import { fillReply } from "./reply.js";
import { fromTemplate } from "./template.js";

const sampleStarters = [0, 1, 2, 3].map((index) => ({ key: "starter", subject: index }));

/** What has been said, in a list that scrolls. */
export class MessageLog {
  #list;
  #thinking;
  #isBlocked = false;
  #underAnswer;

  /** @param {(reply: object, asked: string) => Element} underAnswer makes what stands right under an answer */
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
   * @param {{text?: string, starters?: object[]}} [own] words and first questions of the page's owner instead of those of the sample
   * @returns {(name: string) => void} to call with the knowledge base's name once it is known
   */
  addGreeting(ask, { text: ownText, starters = sampleStarters } = {}) {
    const message = fromTemplate("bot-message");
    message.classList.add("greeting");
    const text = document.createElement("p");
    message.querySelector(".bubble").append(text);
    if (starters.length > 0) {
      message.querySelector(".bubble").append(localize(document.createElement("p"), "greetingHint"));
      message.querySelector(".body").append(createChips("starters", starters, (chosen) => ask(chosen.text ?? say(chosen.key, chosen.subject))));
    }
    this.#add(message);
    if (ownText) {
      text.textContent = ownText;
      return () => {};
    }
    localize(text, "greetingUnnamed");
    return (name) => localize(text, "greeting", name);
  }

  addQuestion(text) {
    const message = fromTemplate("user-message");
    message.querySelector(".text").textContent = text;
    this.#add(message);
  }

  /**
   * @param {string} asked what was asked
   * @param {(question: string, shown: string) => void} ask
   */
  addReply(reply, asked, ask) {
    const message = fromTemplate("bot-message");
    fillReply(message, reply, asked, ask, this.#underAnswer);
    this.#add(message);
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

/** Not every browser lets the keyboard into a box that scrolls sideways. */
function makeScrollersReachable(message) {
  for (const box of message.querySelectorAll("pre, .table-scroller")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    }
  }
}
