import { html, nothing } from "lit";
import { download } from "../api.js";
import { t } from "../language.js";

/**
 * A chart with what every chart has: a sentence, its figures as a table, and a file.
 * @param {{title: string, sentence: unknown, chart: unknown, head: string[], rows: unknown[][], csv?: string, name: string, id: string}} figure
 */
export const figureOf = ({ title, sentence, chart, head, rows, csv, name, id }) => html`<section class="card figure" id=${id}>
  <div class="page-head"><h2>${title}</h2><span class="spring"></span>
    ${csv ? html`<button class="button small" @click=${() => download(csv, `${name}.csv`)}>CSV</button>` : nothing}</div>
  <p class="sentence">${sentence}</p>
  ${chart}
  ${rows.length > 0 ? html`<details class="figures"><summary>${t("asTable")}</summary><div class="scroll-box" tabindex="0" role="region" aria-label=${title}>
    <table class="data-table"><thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div></details>` : nothing}
</section>`;
