import { localize } from "../i18n.js";

const maxCharacters = 1000;
const counterFrom = 900;

/** The form that questions are typed into. Calls `send` with each question that may be sent. */
export function createComposer(send) {
  const form = document.querySelector("#composer");
  const input = document.querySelector("#question");
  const button = document.querySelector("#send");
  const counter = document.querySelector("#counter");
  const warning = document.querySelector("#too-long");
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
    const question = input.value.trim();
    input.value = "";
    refresh();
    send(question);
  }

  form.addEventListener("submit", submit);
  input.addEventListener("input", refresh);
  input.addEventListener("keydown", (event) => {
    // Safari ends a composition before the Enter that ended it; the old key code still tells.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !isComposing) {
      submit(event);
    }
  });
  addEventListener("resize", grow);
  refresh();

  return {
    /** While blocked, a question can be typed but not sent. */
    set blocked(value) {
      isBlocked = value;
      refresh();
    },
  };
}
