import { html } from "lit";
import { t } from "../language.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { faultText } from "./faults.js";
import { languageButtons, logo } from "./parts.js";

class SignIn extends View {
  static needsNoBase = true;
  isBusy = false;

  async #enter(event) {
    event.preventDefault();
    const key = new FormData(event.target).get("key").trim();
    if (!key) {
      return;
    }
    this.show({ isBusy: true });
    await session.signIn(key);
    this.show({ isBusy: false });
  }

  #fault() {
    const fault = session.fault;
    return fault === "keyRefused" ? t("keyRefused") : fault === "closed" ? t("adminClosed") : fault ? faultText(fault) : null;
  }

  render() {
    const fault = this.#fault();
    return html`<main class="sign-in" id="main">
      <form class="card" @submit=${this.#enter}>
        <div class="brand">${logo()}<h1>${t("administration")}</h1></div>
        <p>${t("signInText")}</p>
        <label for="key">${t("key")}</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required ?disabled=${this.isBusy}
          aria-describedby="key-hint" spellcheck="false">
        <p class="hint" id="key-hint">${t("keyHint")}</p>
        ${fault ? html`<p class="field-fault" role="alert">${fault}</p>` : ""}
        <button class="button primary" type="submit" ?disabled=${this.isBusy}>${this.isBusy ? t("signingIn") : t("signIn")}</button>
      </form>
      ${languageButtons()}
    </main>`;
  }
}

customElements.define("faqbot-sign-in", SignIn);
