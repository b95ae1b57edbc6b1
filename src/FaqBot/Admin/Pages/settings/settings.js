import { html } from "lit";
import { t } from "../language.js";
import { go, route } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import "./audit.js";
import "./general.js";
import "./keys.js";
import "./members.js";
import "./models.js";
import "./policy.js";
import "./retention.js";
import "./widget.js";

/** What the tabs show; a part that this person may not see is left out. */
const tabs = {
  general: { show: () => html`<faqbot-general></faqbot-general>` },
  widget: { show: () => html`<faqbot-widget-designer></faqbot-widget-designer>` },
  policy: { show: () => html`<faqbot-policy></faqbot-policy>` },
  members: { right: "manageAccess", show: () => html`<faqbot-members></faqbot-members>` },
  keys: { right: "manageAccess", show: () => html`<faqbot-keys></faqbot-keys>` },
  models: { right: "administer", show: () => html`<faqbot-models></faqbot-models>` },
  retention: { show: () => html`<faqbot-retention></faqbot-retention>` },
  audit: { right: "readAudit", show: () => html`<faqbot-audit></faqbot-audit>` },
};

class Settings extends View {
  render() {
    const names = Object.keys(tabs).filter((name) => !tabs[name].right || session.may(tabs[name].right));
    const asked = route().query.get("show");
    const current = names.includes(asked) ? asked : names[0];
    return html`<div class="settings page">
      <h1>${t("settings")}</h1>
      <nav class="tabs" aria-label=${t("settings")}>${names.map((name) => html`<button aria-current=${name === current ? "page" : "false"} data-tab=${name}
        @click=${() => go(session.kb, "settings", null, { query: { show: name }, replace: true })}>${t(`settings_${name}`)}</button>`)}</nav>
      ${tabs[current].show()}
    </div>`;
  }
}

customElements.define("faqbot-settings", Settings);
