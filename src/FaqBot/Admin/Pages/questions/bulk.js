import { html, nothing } from "lit";
import { post } from "../api.js";
import { openDialog } from "../frame/dialog.js";
import { faultText } from "../frame/faults.js";
import { t } from "../language.js";
import { session } from "../session.js";
import { changeList } from "../publishing/changes.js";

/** What can be done to many entries: name, fields, the action of the API. */
const kinds = {
  hide: { fields: [], action: () => ({ setEnabled: false }) },
  unhide: { fields: [], action: () => ({ setEnabled: true }) },
  metadata: { fields: ["metadataName", "metadataValue"], action: ([name, value]) => ({ setMetadata: { name, value: value || null } }) },
  replace: { fields: ["replaceFind", "replaceWith"], action: ([find, text]) => ({ replaceText: { find, with: text } }) },
  validity: {
    fields: ["validFrom", "validUntil"], type: "datetime-local",
    action: ([from, until]) => ({ setValidity: { from: instant(from), until: instant(until) } }),
  },
  source: { fields: ["sourceName"], action: ([source]) => ({ setSource: source || null }) },
  remove: { fields: [], action: () => ({ delete: { unlink: true } }), isDangerous: true },
};

const instant = (local) => (local ? new Date(local).toISOString() : null);

/** The bar that shows while entries are selected. */
export const bulkBar = (view) => html`<div class="bulk" role="region" aria-label=${t("bulk")}>
  <strong>${t("selected", { n: view.selected.size })}</strong>
  ${Object.keys(kinds).map((kind) => html`<button class="button small ${kinds[kind].isDangerous ? "danger" : ""}"
    @click=${() => openBulk(kind, [...view.selected], () => view.clear())}>${t(`bulk_${kind}`)}</button>`)}
  <button class="link" @click=${() => view.clear()}>${t("selectNone")}</button>
</div>`;

/** Asks for what an action needs, shows what it would change, then does it as one change set that one click takes back. */
export function openBulk(kind, ids, done) {
  const { fields, type = "text", action, isDangerous } = kinds[kind];
  const values = fields.map(() => "");
  let preview = null;
  let fault = null;
  let isBusy = false;
  const body = (isPreview) => ({ filter: { ids }, actions: [action(values)], preview: isPreview });
  const look = async (dialog) => {
    isBusy = true;
    dialog.update();
    try {
      preview = await post(session.path("bulk"), body(true));
      fault = null;
    } catch (error) {
      fault = error;
    }
    isBusy = false;
    dialog.update();
  };
  const apply = async (dialog) => {
    isBusy = true;
    dialog.update();
    try {
      const result = await post(session.path("bulk"), body(false));
      dialog.close();
      done();
      await Promise.all([session.entries.load(), session.refresh()]);
      if (result.change) {
        session.toast(t("bulkDone", { n: result.changed }), { action: t("undo"), act: () => session.undo(result.change.number) });
      }
    } catch (error) {
      Object.assign(error, { isShown: true });
      fault = error;
      isBusy = false;
      dialog.update();
    }
  };
  let isFirst = fields.length === 0;
  openDialog(t(`bulk_${kind}`), (dialog) => {
    if (isFirst) {
      isFirst = false;
      queueMicrotask(() => look(dialog));
    }
    return html`
      ${fields.map((name, i) => html`<label class="stacked">${t(name)}
        <input class="field" type=${type} ?autofocus=${i === 0} .value=${values[i]} @input=${(event) => {
          values[i] = event.target.value;
          preview = null;
          dialog.update();
        }}></label>`)}
      ${fault ? html`<p class="field-fault" role="alert">${faultText(fault)}</p>` : nothing}
      <div role="status">${isBusy ? html`<span class="spinner"></span>`
        : preview ? html`<p class="preview-count"><strong>${t("bulkPreview", { n: preview.changed })}</strong>
          ${preview.matched > preview.changed ? t("bulkSame", { n: preview.matched - preview.changed }) : ""}</p>` : nothing}</div>
      ${preview ? html`<div class="scroll-box" tabindex="0" role="region" aria-label=${t("changes")}>${changeList(preview.changes.map((change) => ({
        difference: change.after === null ? "removed" : "changed", entryId: change.entryId, fields: change.fields })))}</div>` : nothing}
      <div class="dialog-foot"><button class="button" @click=${() => dialog.close()}>${t("cancel")}</button>
        ${preview ? html`<button class="button ${isDangerous ? "danger" : "primary"}" ?disabled=${isBusy || preview.changed === 0}
            @click=${() => apply(dialog)}>${t("bulkApply")}</button>`
          : html`<button class="button primary" ?disabled=${isBusy} @click=${() => look(dialog)}>${t("bulkLook")}</button>`}</div>`;
  }, { wide: true });
}
