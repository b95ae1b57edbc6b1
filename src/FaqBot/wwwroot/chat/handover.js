import { element } from "../element.js";
import { localize } from "../i18n.js";
import { createContactForm } from "./contact-form.js";

const allowed = /^(https?:|mailto:|tel:)/i;

/**
 * What leads to a person: a button where the service offers one, and ways to reach people where nobody is there.
 * @param {object} reply
 * @param {string} asked what was asked
 * @param {{url?: string | null, form?: boolean}} contact where people are reached, and whether they can be written to
 * @param {string} [spoken] language of the reply
 * @returns {Element[]}
 */
export function createHandover(reply, asked, contact, spoken) {
  if (reply.decision !== "noMatch") {
    return [];
  }
  const about = { question: asked, kb: reply.kb };
  const ways = () => [
    ...(allowed.test(contact.url ?? "") ? [contactLink(contact.url, spoken)] : []),
    ...(contact.form ? [formButton(about, spoken)] : []),
  ];
  if (!reply.handover) {
    return inLine(ways());
  }
  return inLine(reply.handover.offered ? button(reply.handover.event, about, ways, spoken) : [closed(reply.handover.opensAt, spoken), ...ways()]);
}

const inLine = (parts) => (parts.length > 0 ? [element("div", { class: "handover-line" }, ...parts)] : []);

/**
 * Raises the event that the page around listens to. Only who takes it up knows that a person will come, and says so by preventing the
 * event's default; else the other ways are all there is.
 */
function button(name, detail, ways, spoken) {
  const ask = localize(element("button", { type: "button", class: "retry handover" }), "handover", undefined, spoken);
  const status = element("p", { class: "caption", role: "status" });
  ask.addEventListener("click", () => {
    const isTakenUp = !ask.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable: true, detail }));
    const others = isTakenUp ? [] : ways();
    ask.remove();
    localize(status, isTakenUp ? "handoverAsked" : others.length > 0 ? "handoverElsewhere" : "handoverNobody", undefined, spoken);
    status.after(...others);
  }, { once: true });
  return [ask, status];
}

/** Says that nobody is there, and when somebody will be: a time that has passed, in a conversation of yesterday, says nothing. */
function closed(opensAt, spoken) {
  const at = Date.parse(opensAt ?? "");
  const isAhead = at > Date.now();
  return localize(element("p", { class: "caption closed" }), isAhead ? "handoverClosed" : "handoverNobody", isAhead ? at : undefined, spoken);
}

function contactLink(url, spoken) {
  const isPage = /^https?:/i.test(url);
  return localize(
    element("a", { class: "retry contact", href: url, ...(isPage ? { target: "_blank", rel: "noopener noreferrer" } : {}) }),
    "contact", undefined, spoken);
}

function formButton(about, spoken) {
  const open = localize(element("button", { type: "button", class: "retry write", "aria-expanded": "false" }), "leaveMessage", undefined, spoken);
  open.addEventListener("click", () => {
    const form = createContactForm(about, spoken);
    open.replaceWith(form);
    form.querySelector("textarea").focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }, { once: true });
  return open;
}
