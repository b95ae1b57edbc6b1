import { html, nothing } from "lit";
import { get } from "../api.js";
import { percent, t } from "../language.js";
import { session } from "../session.js";
import { decisionAt } from "./verdict.js";

/** The histogram of the last thirty days, once for each knowledge base. */
const histograms = new Map();

async function histogram(view) {
  if (!histograms.has(session.kb)) {
    histograms.set(session.kb, null);
    try {
      histograms.set(session.kb, (await get(session.path("analytics/confidence"))).steps);
      view.requestUpdate();
    } catch {
      // Nothing is logged: then the questions that were tried here tell alone.
    }
  }
  return histograms.get(session.kb);
}

/** A slider that shows whose answer would change with another bar; the bar itself is an option of the service. */
export function barSlider(view, asked) {
  histogram(view);
  const { answerThreshold, suggestThreshold } = session.service;
  const bar = view.bar ?? answerThreshold;
  const steps = histograms.get(session.kb) ?? [];
  const total = steps.reduce((sum, step) => sum + step.asked, 0);
  const above = (least) => steps.filter((step) => step.from >= least - 1e-9).reduce((sum, step) => sum + step.asked, 0);
  const flipped = asked.filter((one) => decisionAt(one.draft, bar) !== decisionAt(one.draft, answerThreshold));
  const moved = total > 0 ? (above(bar) - above(answerThreshold)) / total : 0;
  return html`<details class="bar-part"><summary>${t("barTitle", { bar: percent(bar) })}</summary>
    <label class="stacked">${t("barLabel")}<input type="range" id="bar" min=${Math.ceil(suggestThreshold * 20) * 5} max="95" step="5" .value=${String(Math.round(bar * 100))}
      aria-valuetext=${percent(bar)} @input=${(event) => view.show({ bar: Number(event.target.value) / 100 })}></label>
    <p role="status" id="bar-effect">${bar === answerThreshold ? t("barNow") : total > 0
      ? t(moved < 0 ? "barFewer" : "barMore", { share: percent(Math.abs(moved), 1) }) : t("barNoLog")}</p>
    ${flipped.length > 0 ? html`<p>${t("barFlips", { n: flipped.length })}</p><ul class="flips">${flipped.map((one) => html`<li><q>${one.question}</q>
      ${t(`decision_${decisionAt(one.draft, answerThreshold)}`)} → ${t(`decision_${decisionAt(one.draft, bar)}`)}</li>`)}</ul>` : nothing}
    <p class="hint">${t("barHint")}</p></details>`;
}
