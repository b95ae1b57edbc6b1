import { element } from "../element.js";
import { language, localize } from "../i18n.js";
import { sendMessage } from "./api.js";

const mostMessage = 2000;
const mostReplyTo = 320;

/**
 * A few lines to the people behind the service. What did not arrive stays in the form.
 * @param {{question: string, kb: string}} about what was asked before
 * @param {string} [spoken] language of the reply that it stands under
 */
export function createContactForm(about, spoken) {
  const text = element("textarea", { rows: "3", maxlength: String(mostMessage), required: "", class: "comment" });
  const replyTo = element("input", { type: "text", maxlength: String(mostReplyTo), required: "", class: "comment", autocomplete: "email" });
  const send = localize(element("button", { type: "submit", class: "retry" }), "sendComment", undefined, spoken);
  const status = element("p", { class: "caption", role: "status" });
  const form = element("form", { class: "contact-form" }, field("contactMessage", text, spoken), field("contactReplyTo", replyTo, spoken), send, status);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.ariaDisabled === "true") {
      return;
    }
    // A button that is disabled would lose the focus of whoever pressed it.
    send.ariaDisabled = "true";
    try {
      await sendMessage({ ...about, message: text.value, replyTo: replyTo.value, language: spoken ?? language.current });
      const thanks = localize(element("p", { class: "caption contact-sent", role: "status", tabindex: "-1" }), "contactSent", undefined, spoken);
      form.replaceWith(thanks);
      thanks.focus({ preventScroll: true });
    } catch (error) {
      send.ariaDisabled = "false";
      localize(status, error.kind === "tooMany" ? "tooMany" : error.kind === "offline" ? "offline" : "contactFailed", undefined, spoken);
    }
  });
  return form;
}

function field(key, input, spoken) {
  return element("label", {}, localize(element("span", { class: "caption" }), key, undefined, spoken), input);
}
