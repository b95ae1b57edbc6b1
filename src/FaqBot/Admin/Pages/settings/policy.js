import { html, nothing } from "lit";
import { call, get } from "../api.js";
import { faultBox, faultText, loading } from "../frame/faults.js";
import { t } from "../language.js";
import { session } from "../session.js";
import { View } from "../view.js";

/** What publishing asks for. */
class Policy extends View {
  policy = null;

  opened() {
    this.#load();
  }

  #load() {
    this.policy = null;
    this.fetch(async () => ({ policy: await get(session.path("policy")) }));
  }

  async #put(values) {
    const policy = { ...this.policy, ...values };
    this.show({ policy });
    try {
      await call("PUT", session.path("policy"), { body: Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== null)) });
      session.toast(t("settingsSaved"));
    } catch (error) {
      session.toast(faultText(error), { isError: true });
      this.#load();
    }
  }

  render() {
    const isLocked = !session.may("configure");
    return this.fault ? faultBox(this.fault, () => this.#load()) : this.policy === null ? loading() : html`<section class="card"><h2>${t("settings_policy")}</h2>
      <p class="hint">${t("policyText")}</p>
      ${["approval", "lint"].map((name) => html`<label class="check"><input type="checkbox" ?disabled=${isLocked} .checked=${this.policy[name]}
        @change=${(event) => this.#put({ [name]: event.target.checked })}>${t(`policy_${name}`)}</label>`)}
      ${["minAccuracy", "minPrecision"].map((name) => html`<label class="stacked">${t(`policy_${name}`)}<input class="field narrow" type="number" min="0" max="100" step="1" ?readonly=${isLocked}
        .value=${this.policy[name] === null ? "" : String(Math.round(this.policy[name] * 100))} @change=${(event) => this.#put({ [name]: event.target.value === "" ? null : Number(event.target.value) / 100 })}></label>`)}
      ${isLocked ? html`<p class="hint">${t("noRight")}</p>` : nothing}</section>`;
  }
}

customElements.define("faqbot-policy", Policy);
