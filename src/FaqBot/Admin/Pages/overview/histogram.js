import { html, svg } from "lit";
import { count, percent, t } from "../language.js";

const height = 210;
const bottom = 24;
const narrow = { window: 600, chart: 330 };
const usual = 1000;

/** How sure answers were, with the bar from which on one is given. */
export function histogram(steps, bar, suggest) {
  // Drawn for the width at hand, so that its texts are as large as others.
  const width = innerWidth < narrow.window ? narrow.chart : usual;
  const most = Math.max(...steps.map((step) => step.asked), 1);
  const step = 1 / 20;
  const x = (share) => share * width;
  const tall = (asked) => asked / most * (height - bottom - 18);
  return html`<svg class="histogram" viewBox="0 0 ${width} ${height}" role="img" aria-label=${t("confidenceChart", { bar: percent(bar) })}>
    ${steps.map((one) => svg`<rect class=${one.from >= bar - 1e-9 ? "above" : one.from >= suggest - 1e-9 ? "between" : "below"} x=${x(one.from) + 2}
      y=${height - bottom - tall(one.asked)} width=${x(step) - 4} height=${tall(one.asked)} rx="2"><title>${percent(one.from)}: ${count(one.asked)}</title></rect>`)}
    <line class="axis" x1="0" x2=${width} y1=${height - bottom} y2=${height - bottom} />
    <line class="bar-line" x1=${x(bar)} x2=${x(bar)} y1="12" y2=${height - bottom} />
    <text class="bar-text" x=${x(bar) - 6} y="20" text-anchor="end">${t("barAt", { bar: percent(bar) })}</text>
    ${[0, .25, .5, .75, 1].map((share) => svg`<text class="tick" x=${x(share)} y=${height - 5} text-anchor=${share === 0 ? "start" : share === 1 ? "end" : "middle"}>${percent(share)}</text>`)}
  </svg>`;
}
