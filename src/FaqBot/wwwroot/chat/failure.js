import { localize } from "../i18n.js";
import { fromTemplate } from "./template.js";

/** A bot message about a question that could not be asked, with a button to ask it again. */
export function createFailure(error, retry) {
  const element = fromTemplate("bot-message");
  element.classList.add("error");
  const bubble = element.querySelector(".bubble");
  bubble.append(localize(document.createElement("p"), error.kind ?? "failed"));
  if (error.detail) {
    const detail = document.createElement("p");
    detail.className = "detail";
    detail.textContent = error.detail;
    bubble.append(detail);
  }
  const button = localize(document.createElement("button"), "retry");
  button.type = "button";
  button.className = "retry";
  button.addEventListener("click", retry);
  element.querySelector(".body").append(button);

  return {
    element,
    /** Holds the button back for as long as the server asked for. */
    async countDown(seconds) {
      const end = Date.now() + seconds * 1000;
      for (let left = seconds; left > 0; left = Math.ceil((end - Date.now()) / 1000)) {
        button.disabled = true;
        localize(button, "retryIn", left);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      button.disabled = false;
      localize(button, "retry");
    },
    /** Another question was asked instead. */
    settle() {
      button.remove();
    },
    remove() {
      element.remove();
    },
  };
}
