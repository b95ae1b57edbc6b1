import { language, say } from "../i18n.js";

/** Gives the visitor what was said, as a text file. */
export function saveTranscript(turns, title) {
  const url = URL.createObjectURL(new Blob([transcriptOf(turns, title)], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${new Date().toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** @param {{question: string, shown: string, reply: object, at: number}[]} turns oldest first */
export function transcriptOf(turns, title) {
  const time = new Intl.DateTimeFormat(language.current, { dateStyle: "medium", timeStyle: "short" });
  return [title, ...turns.flatMap(({ shown, reply, at }) => [
    `[${time.format(at)}] ${say("you")} ${shown}`,
    `[${time.format(at)}] ${say("bot")} ${saidIn(reply)}`,
  ])].join("\n\n") + "\n";
}

function saidIn({ answer, message, suggestions }) {
  const offered = (answer ? [] : suggestions ?? []).map(({ question }) => `- ${question}`);
  return [answer?.text ?? message ?? say("didYouMean"), ...offered].join("\n");
}
