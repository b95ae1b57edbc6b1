import { element } from "../element.js";
import { label, localize, say } from "../i18n.js";
import { sendFeedback } from "./api.js";

const opinions = { helpful: "yes", notHelpful: "no" };
const reasons = ["notMyQuestion", "outOfDate", "unclear", "didNotWork"];
const maxComment = 500;

/**
 * Asks whether an answer helped and, where it did not, why. The latest click counts. Leaves where the service does not want to know.
 * @param {object} reply remembers what was said about it
 * @param {string} asked what was asked
 * @param {{send: (said: object) => object, save: () => void}} session completes what is sent, and keeps the reply
 * @param {string} [spoken] language of the reply
 */
export function createFeedback(reply, asked, session, spoken) {
  const status = element("span", { class: "caption", role: "status" });
  const buttons = Object.entries(opinions).map(([kind, key]) => [kind, toggle(key, reply.feedback === kind, () => tell({ kind }))]);
  const row = label(element("div", { class: "feedback", role: "group" },
    localize(element("span", { class: "caption", "aria-hidden": "true" }), "helped", undefined, spoken),
    ...buttons.map(([, button]) => button), status), "helped", spoken);
  let why = null;
  if (reply.feedback === "notHelpful") {
    askWhy();
  }

  function toggle(key, isPressed, act) {
    const button = localize(
      element("button", { type: "button", class: "opinion", "aria-pressed": String(isPressed) }), key, undefined, spoken);
    button.addEventListener("click", act);
    return button;
  }

  async function tell({ kind, reason = reply.reason, comment }) {
    const isNegative = kind === "notHelpful";
    if (reply.feedback === kind && reply.reason === reason && !comment) {
      return false;
    }
    try {
      await sendFeedback(session.send({
        kind, question: asked, entryId: reply.answer.entryId, kb: reply.kb, version: reply.version,
        reason: isNegative ? reason : undefined, comment: isNegative ? comment : undefined,
      }));
    } catch (error) {
      if (error.kind === "notFound") {
        row.remove();
      } else {
        localize(status, "feedbackFailed", undefined, spoken);
      }
      return false;
    }
    reply.feedback = kind;
    reply.reason = isNegative ? reason : undefined;
    for (const [one, button] of buttons) {
      button.setAttribute("aria-pressed", String(one === kind));
    }
    localize(status, "thanks", undefined, spoken);
    session.save();
    if (isNegative && !why) {
      askWhy();
    } else if (!isNegative) {
      why?.remove();
      why = null;
    }
    return true;
  }

  function askWhy() {
    const chosen = reasons.map((reason) => [reason, toggle(reason, reply.reason === reason, async () => {
      if (await tell({ kind: "notHelpful", reason })) {
        chosen.forEach(([one, button]) => button.setAttribute("aria-pressed", String(one === reason)));
      }
    })]);
    const field = element("input", { type: "text", class: "comment", maxlength: String(maxComment), autocomplete: "off" });
    label(field, "comment", spoken);
    field.placeholder = say("comment", undefined, spoken);
    const send = localize(element("button", { type: "submit", class: "opinion" }), "sendComment", undefined, spoken);
    const form = element("form", { class: "comment-line" }, field, send);
    why = label(element("div", { class: "why", role: "group" }, ...chosen.map(([, button]) => button), form), "why", spoken);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const comment = field.value.trim();
      if (comment && await tell({ kind: "notHelpful", comment })) {
        field.value = "";
      }
    });
    row.append(why);
  }

  return row;
}
