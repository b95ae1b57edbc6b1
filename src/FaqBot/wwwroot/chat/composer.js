import { localize } from "../i18n.js";
import { createCompletion } from "./completion.js";

const maxCharacters = 1000;
const counterFrom = 900;

/**
 * The form that questions are typed into. Calls `send` with each question that may be sent.
 * @param {Document|ShadowRoot} root where the form is
 */
export function createComposer(send, root = document) {
  const form = root.querySelector("#composer");
  const input = root.querySelector("#question");
  const button = root.querySelector("#send");
  const counter = root.querySelector("#counter");
  const warning = root.querySelector("#too-long");
  let isBlocked = false;

  function refresh() {
    // Code points, as the server counts; an emoji is one.
    const count = [...input.value.trim()].length;
    const isTooLong = count > maxCharacters;
    button.disabled = isBlocked || count === 0 || isTooLong;
    counter.hidden = count < counterFrom;
    counter.textContent = `${count} / ${maxCharacters}`;
    form.classList.toggle("too-long", isTooLong);
    showTooLong(isTooLong);
    grow();
  }

  /** Changes nothing while nothing changed, or a screen reader would say it again at every key. */
  function showTooLong(isTooLong) {
    if (isTooLong === warning.hasChildNodes()) {
      return;
    }
    if (isTooLong) {
      input.setAttribute("aria-invalid", "true");
      warning.append(localize(document.createElement("span"), "tooLong", maxCharacters));
    } else {
      input.removeAttribute("aria-invalid");
      warning.replaceChildren();
    }
  }

  function grow() {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
  }

  function submit(event) {
    event.preventDefault();
    if (button.disabled) {
      return;
    }
    submitQuestion(input.value.trim());
  }

  function submitQuestion(question) {
    completion.close();
    input.value = "";
    refresh();
    send(question);
  }

  const completion = createCompletion(input, (question) => {
    if (isBlocked) {
      input.value = question;
      refresh();
    } else {
      submitQuestion(question);
    }
  });

  form.addEventListener("submit", submit);
  input.addEventListener("input", refresh);
  input.addEventListener("keydown", (event) => {
    // Safari ends a composition before the Enter that ended it; the old key code still tells.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (isComposing || completion.takesKey(event)) {
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      submit(event);
    }
  });
  addEventListener("resize", grow);
  refresh();

  return {
    /** The knowledge base whose questions what is typed may become; the server's default one otherwise. */
    set knowledgeBase(id) {
      completion.knowledgeBase = id;
    },
    /** While blocked, a question can be typed but not sent. */
    set blocked(value) {
      isBlocked = value;
      refresh();
    },
  };
}
