import { html, nothing } from "lit";
import { download, saveAs } from "../api.js";
import { t } from "../language.js";
import { csvOf } from "./csv.js";

/**
 * A chart with what every chart has: a sentence, its figures as a table, and a file.
 * The file comes from the service where that has one (`csv`), else from what is shown (`cells`).
 * @param {{title: string, sentence: unknown, chart: unknown, head: string[], rows: unknown[][], csv?: string, cells?: unknown[][], name: string, id: string}} figure
 */
export const figureOf = ({ title, sentence, chart, head, rows, csv, cells, name, id }) => html`<section class="card figure" id=${id}>
  <div class="page-head"><h2>${title}</h2><span class="spring"></span>
    ${csv ? html`<button class="button small" @click=${() => download(csv, `${name}.csv`)}>CSV</button>`
      : cells ? html`<button class="button small" @click=${() => saveAs(csvOf(cells), `${name}.csv`)}>CSV</button>` : nothing}</div>
  <p class="sentence">${sentence}</p>
  ${chart}
  ${rows.length > 0 ? html`<details class="figures"><summary>${t("asTable")}</summary><div class="scroll-box" tabindex="0" role="region" aria-label=${title}>
    <table class="data-table"><thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div></details>` : nothing}
</section>`;
