import { html, nothing } from "lit";
import { get } from "../api.js";
import { t, textOr, when } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { AccessList } from "./access-list.js";

/** Who did what, latest first; what was done again and again is one row. */
class Audit extends AccessList {
  where = "audit?limit=100";

  async #more() {
    const page = await get(session.path(`${this.where}&before=${this.list.next}`));
    this.show({ list: { rows: [...this.list.rows, ...page.rows], next: page.next } });
  }

  shown() {
    const { rows, next } = this.list;
    const names = ["auditAt", "auditWho", "auditAction", "auditObject", "auditOutcome"];
    return html`<section class="card"><h2>${t("settings_audit")}</h2><p class="hint">${t("auditText")}</p>
      ${rows.length === 0 ? html`<p>${t("noAudit")}</p>` : html`<div class="scroller" tabindex="0" role="region" aria-label=${t("settings_audit")}><table class="data-table stacking"><thead><tr>
        ${names.map((name) => html`<th scope="col">${t(name)}</th>`)}</tr></thead>
        <tbody>${runsOf(rows).map(({ row, times, since }) => html`<tr><td data-label=${t("auditAt")}>${when(since) !== when(row.at) ? html`${when(since)} – ` : nothing}${when(row.at)}</td>
          <td data-label=${t("auditWho")}>${row.actor}${row.address ? html` <small>${row.address}</small>` : nothing}</td>
          <td data-label=${t("auditAction")}>${actionName(row.action)}${times > 1 ? html` <small>${t("auditRun", { n: times })}</small>` : nothing}</td>
          <td data-label=${t("auditObject")}>${objectOf(row)}</td>
          <td data-label=${t("auditOutcome")}><span class="chip ${row.outcome === "done" ? "live" : "removed"}">${t(`outcome_${row.outcome}`)}</span></td></tr>`)}</tbody></table></div>`}
      ${next ? html`<button class="button" @click=${() => this.#more()}>${t("showMore")}</button>` : nothing}</section>`;
  }
}

/** What the API counts or names in its paths; other parts of a path say what the action says. */
const numbered = ["keys", "versions", "changes", "suggestions", "rejections", "models", "jobs"];

/** Rows that say the same of the same person, one after the other, as one. */
function runsOf(rows) {
  const runs = [];
  const sameness = (row) => [row.actor, row.address, row.action, row.object, row.outcome, row.note].join("\n");
  for (const row of rows) {
    const last = runs.at(-1);
    if (last && sameness(last.row) === sameness(row)) {
      last.times++;
      last.since = row.at;
    } else {
      runs.push({ row, times: 1, since: row.at });
    }
  }
  return runs;
}

/** What the API does to one knowledge base alone is named as what it does to all. */
const actionName = (action) => textOr(`action_${action.replace("Own", "")}`, action);

/** What it was done to: an entry by its question; what the action says by itself is not repeated. */
function objectOf({ object, note }) {
  const [kind, id] = (object ?? "").split("/");
  const name = kind === "entries" && id
    ? session.entries.byId.has(id) ? html`<a href=${addressOf(session.kb, "questions", id)}>${session.entries.questionOf(id)}</a>` : html`<code>${id}</code>`
    : id && numbered.includes(kind) ? html`<code>${id}</code>` : nothing;
  const status = /^status (\d+)$/.exec(note ?? "")?.[1];
  return html`${name} ${note ? html`<small>${status ? t("auditStatus", { status }) : note}</small>` : nothing}`;
}

customElements.define("faqbot-audit", Audit);
