import { sendFeedback } from "../../wwwroot/chat/api.js";
import { element } from "../../wwwroot/element.js";
import { localize, say } from "../../wwwroot/i18n.js";

const kinds = { helpful: "yes", notHelpful: "no" };

/**
 * Asks whether an answer helped. Leaves where the service does not want to know.
 * @param {object} reply remembers what was said about it
 * @param {string} asked what was asked
 * @param {import("./history.js").History} history keeps the reply
 * @param {true} [noLog] whether the service is to leave it out of its question log
 */
export function createFeedback(reply, asked, history, noLog) {
  const status = element("span", { class: "caption", role: "status" });
  const buttons = Object.entries(kinds).map(([kind, key]) => {
    const button = localize(element("button", { type: "button", class: "opinion", "aria-pressed": String(reply.feedback === kind) }), key);
    button.addEventListener("click", () => tell(kind));
    return [kind, button];
  });
  const row = element("div", { class: "feedback", role: "group", "data-label": "helped", "aria-label": say("helped") },
    localize(element("span", { class: "caption", "aria-hidden": "true" }), "helped"), ...buttons.map(([, button]) => button), status);

  async function tell(kind) {
    if (reply.feedback === kind) {
      return;
    }
    try {
      await sendFeedback({
        kind, question: asked, entryId: reply.answer.entryId, kb: reply.kb, version: reply.version, conversationId: history.conversationId,
        noLog,
      });
    } catch (error) {
      if (error.kind === "notFound") {
        row.remove();
      } else {
        localize(status, "feedbackFailed");
      }
      return;
    }
    reply.feedback = kind;
    for (const [one, button] of buttons) {
      button.setAttribute("aria-pressed", String(one === kind));
    }
    localize(status, "thanks");
    history.save();
  }

  return row;
}
