import { html } from "lit";
import { t } from "../language.js";

export const periods = [7, 30, 90, 180];

/** The days of a period up to the present one, as the API takes them. */
export function rangeOf(days) {
  const text = (date) => date.toISOString().slice(0, 10);
  return `from=${text(new Date(Date.now() - (days - 1) * 86_400_000))}&to=${text(new Date())}`;
}

export const periodButtons = (current, choose) => html`<div class="segments" role="group" aria-label=${t("period")}>${periods.map((days) => html`<button
  aria-pressed=${String(days === current)} @click=${() => choose(days)}>${t("lastDays", { n: days })}</button>`)}</div>`;
