import { localize } from "../i18n.js";
import { renderMarkdown } from "../markdown.js";
import { createChips } from "./chips.js";

/**
 * Fills a bot message with what the server replied.
 * @param {string} asked what was asked
 * @param {(question: string, shown: string) => void} ask
 * @param {(reply: object, asked: string) => Element} underAnswer makes what stands right under an answer
 */
export function fillReply(message, reply, asked, ask, underAnswer) {
  message.dataset.decision = reply.decision;
  const bubble = message.querySelector(".bubble");
  const body = message.querySelector(".body");
  if (reply.answer) {
    message.dataset.entryId = reply.answer.entryId;
    bubble.append(answerText(reply.answer.text));
    body.append(underAnswer(reply, asked));
  } else {
    bubble.append(ownersText(reply));
  }
  const choices = choicesOf(reply);
  if (choices.length > 0) {
    body.append(createChips(reply.answer ? "followUp" : "didYouMean", choices, ({ question, text }) => ask(question, text)));
  }
  const related = relatedOf(reply);
  if (related.length > 0) {
    body.append(caption("related"), createChips("related", related, ({ text }) => ask(text, text)));
  }
  if (reply.handover?.offered) {
    body.append(handoverButton(reply.handover.event, { question: asked, kb: reply.kb }));
  }
}

/** What a prompt leads to already is not offered twice. */
function relatedOf({ answer, related }) {
  const prompted = new Set((answer?.prompts ?? []).map(({ entryId }) => entryId));
  return (related ?? []).filter(({ entryId }) => !prompted.has(entryId)).map(({ question }) => ({ text: question }));
}

function caption(key) {
  const line = localize(document.createElement("p"), key);
  line.className = "caption";
  return line;
}

/** Raises the event that the page around listens to; the page itself knows no person. */
function handoverButton(name, detail) {
  const button = localize(document.createElement("button"), "handover");
  button.type = "button";
  button.className = "retry handover";
  button.addEventListener("click", () => {
    button.setAttribute("aria-disabled", "true");
    localize(button, "handoverAsked");
    button.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }, { once: true });
  return button;
}

/** A prompt shows its own words and asks another question; a suggestion is the question. */
function choicesOf({ answer, suggestions }) {
  const offered = answer ? answer.prompts : suggestions;
  return (offered ?? []).map(({ text, question }) => ({ text: text || question, question: question || text }));
}

function ownersText(reply) {
  if (reply.message) {
    return answerText(reply.message);
  }
  const text = localize(document.createElement("p"), reply.decision === "suggestions" ? "didYouMean" : "noMatch");
  const answer = answerText("");
  answer.append(text);
  return answer;
}

function answerText(markdown) {
  const answer = document.createElement("div");
  answer.className = "answer";
  answer.append(renderMarkdown(markdown));
  return answer;
}
