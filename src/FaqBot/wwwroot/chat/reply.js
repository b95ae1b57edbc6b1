import { element } from "../element.js";
import { known, localize } from "../i18n.js";
import { renderMarkdown } from "../markdown.js";
import { createChips } from "./chips.js";
import { createHandover } from "./handover.js";

/**
 * Fills a bot message with what the server replied. All of it speaks the reply's language, whatever the page does.
 * @param {object} reply
 * @param {{asked: string, contact: {url?: string | null, form?: boolean}, ask: (question: string, shown: string) => void,
 *   choose: (suggestion: object) => void, underAnswer: (reply: object, asked: string, spoken: string) => Element}} around what was asked,
 *   how to ask on, who is told which suggestion was meant, and what stands right under an answer
 */
export function fillReply(message, reply, { asked, contact, ask, choose, underAnswer }) {
  const spoken = known(reply.language);
  message.dataset.decision = reply.decision;
  const bubble = message.querySelector(".bubble");
  const body = message.querySelector(".body");
  if (reply.answer) {
    message.dataset.entryId = reply.answer.entryId;
    bubble.append(answerText(reply.answer.text, known(reply.answer.language)));
    const under = element("div", { class: "under" }, underAnswer(reply, asked, spoken), ...copyButton(bubble, spoken));
    body.append(under);
  } else {
    bubble.append(ownersText(reply, spoken));
  }
  const choices = choicesOf(reply);
  if (choices.length > 0) {
    body.append(createChips(reply.answer ? "followUp" : "didYouMean", choices, (choice) => {
      choose(choice);
      ask(choice.question, choice.text);
    }, spoken));
  }
  const related = relatedOf(reply);
  if (related.length > 0) {
    body.append(caption("related", spoken), createChips("related", related, ({ text }) => ask(text, text), spoken));
  }
  body.append(...createHandover(reply, asked, contact, spoken));
}

/** What a prompt leads to already is not offered twice. */
function relatedOf({ answer, related }) {
  const prompted = new Set((answer?.prompts ?? []).map(({ entryId }) => entryId));
  return (related ?? []).filter(({ entryId }) => !prompted.has(entryId))
    .map(({ question, language }) => ({ text: question, language }));
}

function caption(key, spoken) {
  const line = localize(document.createElement("p"), key, undefined, spoken);
  line.className = "caption";
  return line;
}

/** A prompt shows its own words and asks another question; a suggestion is the question. */
function choicesOf({ answer, suggestions }) {
  const offered = answer ? answer.prompts : suggestions;
  return (offered ?? []).map(({ entryId, text, question, language }) => (
    { entryId, text: text || question, question: question || text, language, isSuggestion: !answer }));
}

function ownersText(reply, spoken) {
  if (reply.message) {
    // The owner may have it in one language only.
    const isChinese = /\p{Script=Han}/u.test(reply.message);
    return answerText(reply.message, isChinese === (spoken !== "en") ? spoken : undefined);
  }
  const text = localize(document.createElement("p"), reply.decision === "suggestions" ? "didYouMean" : "noMatch", undefined, spoken);
  const answer = answerText("", spoken);
  answer.append(text);
  return answer;
}

function answerText(markdown, spoken) {
  const answer = document.createElement("div");
  answer.className = "answer";
  if (spoken) {
    answer.lang = spoken;
  }
  answer.append(renderMarkdown(markdown));
  return answer;
}

/** Browsers give pages without TLS no clipboard. */
function copyButton(bubble, spoken) {
  if (!navigator.clipboard?.writeText) {
    return [];
  }
  const button = localize(element("button", { type: "button", class: "copy" }), "copy", undefined, spoken);
  const status = element("span", { class: "visually-hidden", role: "status" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(bubble.querySelector(".answer").innerText);
    } catch {
      // The visitor's browser does not let the page: nothing was copied, and nothing says so.
      return;
    }
    localize(button, "copied", undefined, spoken);
    localize(status, "copied", undefined, spoken);
  });
  return [button, status];
}
