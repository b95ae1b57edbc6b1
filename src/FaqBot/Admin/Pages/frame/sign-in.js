import { html, nothing } from "lit";
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
    return typeof fault === "string" ? t(fault) : fault ? faultText(fault) : null;
  }

  async #account(event) {
    event.preventDefault();
    const data = new FormData(event.target);
    this.show({ isBusy: true });
    await session.signInAs(data.get("name").trim(), data.get("password"));
    this.show({ isBusy: false });
  }

  render() {
    const ways = session.me?.signIn ?? {};
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
      ${ways.issuer ? html`<a class="button" href=${new URL("api/v1/sign-in?returnUrl=/admin", import.meta.url)}>${t("signInIssuer")}</a>` : nothing}
      ${ways.account ? html`<details class="account"><summary>${t("signInAccount")}</summary><form class="card" @submit=${this.#account}>
        <label for="account">${t("accountName")}</label><input id="account" name="name" autocomplete="username" required>
        <label for="password">${t("password")}</label><input id="password" name="password" type="password" autocomplete="current-password" required>
        <button class="button primary" ?disabled=${this.isBusy}>${t("signIn")}</button></form></details>` : nothing}
      ${session.me && session.me.kind !== "nobody" ? html`<button class="link" @click=${() => session.signOut()}>${t("signOut")}</button>` : nothing}
      ${languageButtons()}
    </main>`;
  }
}

customElements.define("faqbot-sign-in", SignIn);
