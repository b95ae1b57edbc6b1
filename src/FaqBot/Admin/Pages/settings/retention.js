import { html, nothing } from "lit";
import { post } from "../api.js";
import { confirmed } from "../frame/dialog.js";
import { faultText } from "../frame/faults.js";
import { t } from "../language.js";
import { session } from "../session.js";
import { View } from "../view.js";

/** What is kept of customers' questions, and forgetting one person's. */
class Retention extends View {
  async #forget(event) {
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form);
    const name = data.get("name").trim();
    if (!await confirmed(t("forgetTitle", { name }), t("forgetText"), t("forget"), { isDangerous: true })) {
      return;
    }
    try {
      const { questions } = await post("question-log/forget", { [data.get("kind")]: name, kb: session.kb });
      session.toast(t("forgotten", { n: questions }));
      form.reset();
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
  }

  render() {
    const log = session.service.questionLog;
    const keepsAnswered = log.keepAnsweredTexts && !log.onlyUnanswered.includes(session.kb);
    const isLogged = log.enabled && !log.excluded.includes(session.kb);
    return html`<section class="card" id="retention"><h2>${t("settings_retention")}</h2>
      ${isLogged ? html`<ul class="kept"><li>${log.textDays === 0 ? t("keepNoTexts") : t("keepTexts", { n: log.textDays })}</li>
        <li>${t("keepRows", { n: log.rowDays })}</li><li>${t("keepTotals")}</li>${keepsAnswered ? nothing : html`<li>${t("keepUnansweredOnly")}</li>`}
        <li>${t("keepHashed")}</li></ul>` : html`<p>${t("keepNothing")}</p>`}
      <p class="hint">${t("retentionHint")}</p></section>
    <section class="card"><h2>${t("forgetHeading")}</h2><form class="inline-form" @submit=${(event) => this.#forget(event)}>
      <label class="stacked">${t("forgetKind")}<select name="kind"><option value="user">${t("user")}</option><option value="conversation">${t("conversation")}</option></select></label>
      <label class="stacked">${t("forgetName")}<input class="field" name="name" required maxlength="256"></label><button class="button danger">${t("forget")}</button></form></section>`;
  }
}

customElements.define("faqbot-retention", Retention);
