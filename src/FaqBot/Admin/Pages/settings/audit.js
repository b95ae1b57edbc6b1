import { html, nothing } from "lit";
import { get } from "../api.js";
import { t, when } from "../language.js";
import { session } from "../session.js";
import { AccessList } from "./access-list.js";

/** Who did what, latest first. */
class Audit extends AccessList {
  where = "audit?limit=100";

  async #more() {
    const page = await get(session.path(`${this.where}&before=${this.list.next}`));
    this.show({ list: { rows: [...this.list.rows, ...page.rows], next: page.next } });
  }

  shown() {
    const { rows, next } = this.list;
    return html`<section class="card"><h2>${t("settings_audit")}</h2><p class="hint">${t("auditText")}</p>
      ${rows.length === 0 ? html`<p>${t("noAudit")}</p>` : html`<div class="scroller" tabindex="0" role="region" aria-label=${t("settings_audit")}><table class="data-table"><thead><tr>
        ${["auditAt", "auditWho", "auditAction", "auditObject", "auditOutcome"].map((name) => html`<th scope="col">${t(name)}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr><td>${when(row.at)}</td><td>${row.actor}${row.address ? html` <small>${row.address}</small>` : nothing}</td><td>${row.action}</td>
          <td>${[row.object, row.note].filter(Boolean).join(" · ")}</td><td><span class="chip ${row.outcome === "done" ? "live" : "removed"}">${t(`outcome_${row.outcome}`)}</span></td></tr>`)}</tbody></table></div>`}
      ${next ? html`<button class="button" @click=${() => this.#more()}>${t("showMore")}</button>` : nothing}</section>`;
  }
}

customElements.define("faqbot-audit", Audit);
