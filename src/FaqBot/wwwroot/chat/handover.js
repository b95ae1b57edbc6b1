import { element } from "../element.js";
import { localize } from "../i18n.js";

const allowed = /^(https?:|mailto:|tel:)/i;

/**
 * What leads to a person: a button where the service offers one, a link where its owner named a place.
 * @param {object} reply
 * @param {string} asked what was asked
 * @param {string | null} contactUrl where people are reached
 * @param {string} [spoken] language of the reply
 * @returns {Element[]}
 */
export function createHandover(reply, asked, contactUrl, spoken) {
  if (reply.decision !== "noMatch") {
    return [];
  }
  const contact = allowed.test(contactUrl ?? "") ? () => contactLink(contactUrl, spoken) : null;
  if (reply.handover?.offered) {
    return [button(reply.handover.event, { question: asked, kb: reply.kb }, contact, spoken)];
  }
  return contact ? [contact()] : [];
}

/**
 * Raises the event that the page around listens to. Only who takes it up knows that a person will come, and says so by preventing the
 * event's default; else the link is all there is.
 */
function button(name, detail, contact, spoken) {
  const line = element("div", { class: "handover-line" });
  const ask = localize(element("button", { type: "button", class: "retry handover" }), "handover", undefined, spoken);
  const status = element("p", { class: "caption", role: "status" });
  ask.addEventListener("click", () => {
    const isTakenUp = !ask.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable: true, detail }));
    ask.remove();
    localize(status, isTakenUp ? "handoverAsked" : contact ? "handoverElsewhere" : "handoverNobody", undefined, spoken);
    if (!isTakenUp && contact) {
      line.append(contact());
    }
  }, { once: true });
  line.append(ask, status);
  return line;
}

function contactLink(url, spoken) {
  const isPage = /^https?:/i.test(url);
  return localize(
    element("a", { class: "retry contact", href: url, ...(isPage ? { target: "_blank", rel: "noopener noreferrer" } : {}) }),
    "contact", undefined, spoken);
}
