import { html, nothing } from "lit";
import { call } from "../api.js";
import { faultText } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { t } from "../language.js";
import { session } from "../session.js";
import { AccessList, roles } from "./access-list.js";

/** Persons and groups, and their roles. */
class Members extends AccessList {
  where = "members";

  async #put(kind, name, role) {
    try {
      await call("PUT", session.path("members"), { body: { kind, name, roles: role ? [role] : [] } });
      session.toast(t(role ? "memberSaved" : "memberRemoved", { name }));
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
    await this.load();
  }

  shown() {
    const { members } = this.list;
    return html`<section class="card"><h2>${t("settings_members")}</h2><p class="hint">${t("membersText")}</p>
      ${members.length === 0 ? html`<p>${t("noMembers")}</p>` : html`<table class="data-table stacking"><thead><tr><th scope="col">${t("memberName")}</th><th scope="col">${t("role")}</th>
        <th scope="col">${t("grantedBy")}</th><th scope="col"><span class="visually-hidden">${t("delete")}</span></th></tr></thead>
        <tbody>${members.map((member) => html`<tr><td data-label=${t("memberName")}>${member.name} ${member.kind === "group" ? html`<span class="chip">${t("group")}</span>` : nothing}</td>
          <td data-label=${t("role")}><select aria-label=${t("roleOf", { name: member.name })} ?disabled=${member.kb === "*"} @change=${(event) => this.#put(member.kind, member.name, event.target.value)}>${[...new Set([...roles, member.role])]
            .map((role) => html`<option value=${role} ?selected=${role === member.role}>${t(`role_${role}`)}</option>`)}</select></td><td data-label=${t("grantedBy")}>${member.grantedBy}</td>
          <td>${member.kb === "*" ? nothing : html`<button class="icon-button small" aria-label=${t("removeMember", { name: member.name })} @click=${() => this.#put(member.kind, member.name, null)}>${icon("close")}</button>`}</td></tr>`)}</tbody></table>`}
      <form class="inline-form" @submit=${(event) => {
        event.preventDefault();
        const data = new FormData(event.target);
        this.#put(data.get("kind"), data.get("name").trim(), data.get("role"));
        event.target.reset();
      }}><label class="stacked">${t("memberKind")}<select name="kind"><option value="user">${t("user")}</option><option value="group">${t("group")}</option></select></label>
        <label class="stacked">${t("memberName")}<input class="field" name="name" required maxlength="200" placeholder="li@shop.example"></label>
        <label class="stacked">${t("role")}<select name="role">${roles.map((role) => html`<option value=${role} ?selected=${role === "editor"}>${t(`role_${role}`)}</option>`)}</select></label>
        <button class="button primary">${t("add")}</button></form>
      <dl class="role-texts">${roles.map((role) => html`<div><dt>${t(`role_${role}`)}</dt><dd>${t(`roleText_${role}`)}</dd></div>`)}</dl></section>`;
  }
}

customElements.define("faqbot-members", Members);
