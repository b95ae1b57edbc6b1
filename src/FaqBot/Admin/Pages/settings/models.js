import { html, nothing } from "lit";
import { call, get, getIfAny, post } from "../api.js";
import { confirmed } from "../frame/dialog.js";
import { faultBox, faultText, loading } from "../frame/faults.js";
import { count, t, textOr } from "../language.js";
import { session } from "../session.js";
import { View } from "../view.js";

const pollMilliseconds = 1_500;
const mebibyte = 1024 * 1024;

/** The model that answers, and others that could. */
class Models extends View {
  chosen = null;
  models = null;
  jobs = [];
  #timer = null;

  opened() {
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  async #load() {
    clearTimeout(this.#timer);
    const isShown = await this.fetch(async () => {
      const [chosen, { models }, { jobs }] = await Promise.all([getIfAny(session.path("model")), get("models"), get("models/jobs")]);
      return { chosen, models, jobs };
    });
    if (isShown && this.isConnected && [...this.jobs, this.chosen?.job].some((job) => job?.state === "running")) {
      this.#timer = setTimeout(() => this.#load(), pollMilliseconds);
    }
  }

  async #act(work) {
    try {
      await work();
    } catch (error) {
      session.toast(faultText(error), { isError: true });
    }
    await this.#load();
  }

  async #switch(model) {
    if (await confirmed(t("switchTitle", { name: model.id }), t("switchText"), t("useModel"))) {
      this.#act(() => call("PUT", session.path("model"), { body: { model: model.id } }));
    }
  }

  render() {
    return this.fault ? faultBox(this.fault, () => this.#load()) : this.models === null ? loading() : html`<section class="card"><h2>${t("settings_models")}</h2>
      <p class="hint">${t("modelsText")}</p>
      ${this.chosen ? html`<p>${t("answeringNow")} <strong title=${this.chosen.answering ?? ""}>${this.chosen.answering?.split("@")[0] ?? "–"}</strong>${this.chosen.model ? html` · <button class="link" @click=${() => this.#act(() => call("DELETE", session.path("model")))}>${
        t("useDefault")}</button>` : html` · ${t("isDefault")}`}</p>` : nothing}
      ${[...this.jobs, ...this.chosen?.job ? [this.chosen.job] : []].filter((job) => job.state === "running").map((job) => html`<div class="job" role="status"><span class="spinner"></span> ${job.phase} ${job.subject}
        ${job.total > 0 ? html`<meter min="0" max=${job.total} .value=${job.done} aria-label=${job.phase}></meter>` : nothing}</div>`)}
      <ul class="models">${this.models.map((model) => html`<li><div><strong>${model.id}</strong> <span class="chip ${model.state === "ready" ? "live" : ""}">${t(`model_${model.state}`)}</span>
          <p class="hint">${[textOr(`about_${model.id.replace(/\W/g, "_")}`, model.description), model.dimensions ? t("dimensions", { n: model.dimensions }) : null, t("megabytes", { n: Math.round(model.bytes / mebibyte) }), model.licence].filter(Boolean).join(" · ")}</p></div>
        <div class="actions">${model.state === "ready" ? html`<button class="button small" ?disabled=${this.chosen?.answering?.startsWith(model.id)} @click=${() => this.#switch(model)}>${t("useModel")}</button>`
          : model.state === "notInstalled" || model.state === "partlyDownloaded" ? html`<button class="button small" @click=${() => this.#act(() => post("models/pull", { model: model.id }))}>${t("pullModel")}</button>`
          : model.state === "toBuild" ? html`<button class="button small" @click=${() => this.#act(() => post("models/build", { checkpoint: model.id }))}>${t("buildModel")}</button>` : nothing}
          ${model.state === "ready" || model.state === "damaged" ? html`<button class="button small" @click=${() => this.#act(() => post(`models/${encodeURIComponent(model.folder)}/verify`))}>${t("verifyModel")}</button>` : nothing}</div></li>`)}</ul>
      ${this.jobs.filter((job) => job.error).slice(0, 1).map((job) => html`<p class="field-fault">${job.subject}: ${job.error}</p>`)}
      <p class="hint">${t("modelsCount", { n: count(this.models.length) })}</p></section>`;
  }
}

customElements.define("faqbot-models", Models);
