import { html, nothing } from "lit";
import { call, post } from "../api.js";
import { confirmed, openDialog } from "../frame/dialog.js";
import { faultText } from "../frame/faults.js";
import { day, t, when } from "../language.js";
import { session } from "../session.js";
import { AccessList, roles } from "./access-list.js";

const lifetimes = [30, 90, 365];
const overlapHours = 168;

/** Keys of programs: shown once, with their end and last use. */
class Keys extends AccessList {
  where = "keys";

  async #create(event) {
    event.preventDefault();
    const data = new FormData(event.target);
    const days = Number(data.get("days"));
    try {
      const made = await post(session.path("keys"), { name: data.get("name").trim(), roles: [data.get("role")],
        ...days > 0 ? { expiresAt: new Date(Date.now() + days * 86_400_000).toISOString() } : {} });
      event.target.reset();
      this.#reveal(made.secret);
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
    await this.load();
  }

  #reveal(secret) {
    let isCopied = false;
    openDialog(t("keyMade"), (dialog) => html`<p>${t("keyOnce")}</p><pre class="code" id="new-key" tabindex="0">${secret}</pre>
      <div class="dialog-foot"><span role="status">${isCopied ? t("copied") : nothing}</span><button class="button primary" autofocus @click=${async () => {
        try {
          await navigator.clipboard.writeText(secret);
          isCopied = true;
        } catch {
          getSelection().selectAllChildren(dialog.element.querySelector("pre"));
        }
        dialog.update();
      }}>${t("copy")}</button><button class="button" @click=${() => dialog.close()}>${t("keySafe")}</button></div>`);
  }

  async #rotate(key) {
    try {
      this.#reveal((await post(session.path(`keys/${key.id}/rotate`), { overlapHours })).secret);
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
    await this.load();
  }

  async #remove(key) {
    if (await confirmed(t("removeKeyTitle", { name: key.name }), t("removeKeyText"), t("removeKey"), { isDangerous: true })) {
      try {
        await call("DELETE", session.path(`keys/${key.id}`));
      } catch (error) {
        session.toast(faultText(error), { isError: true });
      }
      await this.load();
    }
  }

  shown() {
    const { keys } = this.list;
    return html`<section class="card"><h2>${t("settings_keys")}</h2><p class="hint">${t("keysText")}</p>
      ${keys.length === 0 ? html`<p>${t("noKeys")}</p>` : html`<div class="scroller" tabindex="0" role="region" aria-label=${t("settings_keys")}><table class="data-table stacking"><thead><tr>
        ${["keyName", "role", "keyStart", "lastUsed", "expires"].map((name) => html`<th scope="col">${t(name)}</th>`)}<th scope="col"><span class="visually-hidden">${t("more")}</span></th></tr></thead>
        <tbody>${keys.map((key) => html`<tr data-key=${key.name}><td data-label=${t("keyName")}>${key.name}</td><td data-label=${t("role")}>${key.grants.map((grant) => t(`role_${grant.role}`)).join(", ")}</td>
          <td data-label=${t("keyStart")}>${key.secrets.map((secret) => html`<code>${secret.start}…</code> ${secret.expiresAt ? html`<small>${t("until", { time: when(secret.expiresAt) })}</small>` : nothing}<br>`)}</td>
          <td data-label=${t("lastUsed")}>${key.lastUsedAt ? when(key.lastUsedAt) : t("never")}</td><td data-label=${t("expires")}>${key.expiresAt ? day(key.expiresAt) : t("never")}</td>
          <td class="actions"><button class="button small" @click=${() => this.#rotate(key)}>${t("rotate")}</button>
            <button class="button small danger" @click=${() => this.#remove(key)}>${t("removeKey")}</button></td></tr>`)}</tbody></table></div>`}
      <form class="inline-form" @submit=${(event) => this.#create(event)}><label class="stacked">${t("keyName")}<input class="field" name="name" required maxlength="100" placeholder="nightly-import"></label>
        <label class="stacked">${t("role")}<select name="role">${roles.map((role) => html`<option value=${role} ?selected=${role === "editor"}>${t(`role_${role}`)}</option>`)}</select></label>
        <label class="stacked">${t("expires")}<select name="days">${lifetimes.map((days) => html`<option value=${days} ?selected=${days === 90}>${t("lastDays", { n: days })}</option>`)}
          <option value="0">${t("never")}</option></select></label>
        <button class="button primary" id="make-key">${t("makeKey")}</button></form></section>`;
  }
}

customElements.define("faqbot-keys", Keys);
