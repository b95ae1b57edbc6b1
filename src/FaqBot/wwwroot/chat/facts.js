import { localize } from "../i18n.js";
import { fromTemplate } from "./template.js";

const bands = [
  { from: 0.8, name: "high" },
  { from: 0.5, name: "medium" },
  { from: 0, name: "low" },
];

/** The line that tells how an answer was found. */
export function facts({ answer, confidence, cached, elapsedMs }) {
  const line = fromTemplate("answer-facts");
  const band = bands.find(({ from }) => confidence >= from) ?? bands.at(-1);
  const percentage = Math.round(confidence * 100);
  line.querySelector(".confidence").dataset.band = band.name;
  line.querySelector(".bar-fill").style.inlineSize = `${percentage}%`;
  line.querySelector(".percentage").textContent = `${percentage}%`;
  localize(line.querySelector(".band"), band.name);
  fillOrRemove(line.querySelector(".matched"), answer.question, (matched) => localize(matched, "matched", answer.question));
  fillOrRemove(line.querySelector(".badge"), cached);
  fillOrRemove(line.querySelector(".elapsed"), Number.isFinite(elapsedMs), (elapsed) => {
    elapsed.textContent = `${Number(elapsedMs.toFixed(elapsedMs < 10 ? 1 : 0))} ms`;
  });
  return line;
}

function fillOrRemove(element, isKnown, fill = () => {}) {
  if (isKnown) {
    fill(element);
  } else {
    element.remove();
  }
}
