import { html, nothing } from "lit";
import { currentLanguage, t } from "../language.js";
import { go, onRoute, route } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { faultBox, loading } from "./faults.js";
import { onKeys, showKeys } from "./keys.js";
import { side, top } from "./navigation.js";
import "./sign-in.js";
import "../questions/questions.js";
import "../testing/pane.js";

/** Areas beyond the first screen come when they are asked for. */
const areas = {
  overview: () => import("../overview/overview.js"),
  inbox: () => import("../inbox/inbox.js"),
  quality: () => import("../overview/quality.js"),
  import: () => import("../importing/import.js"),
  history: () => import("../history/history.js"),
  settings: () => import("../settings/settings.js"),
  publish: () => import("../publishing/publish.js"),
  entry: () => import("../editor/editor.js"),
  start: () => import("../starting/start.js"),
};

class Admin extends View {
  static needsNoBase = true;
  loaded = new Set();
  isMenuOpen = false;
  partFault = null;

  connectedCallback() {
    super.connectedCallback();
    onRoute(() => this.#arrive());
    onKeys(this);
    if (session.state === "starting") {
      session.start();
    }
    session.listen(() => this.#arrive());
  }

  #arrive() {
    if (session.state !== "ready") {
      return;
    }
    const { kb, area } = route();
    const known = session.kbs.some((one) => one.id === kb);
    if (!known && session.kbs.length > 0 && area !== "start") {
      const first = session.kbs.find((one) => one.id === session.service.defaultKnowledgeBase) ?? session.kbs[0];
      go(first.id, kb === "" && !first.published ? "start" : "questions", null, { replace: true });
      return;
    }
    if (known && kb !== session.kb) {
      session.open(kb);
    }
    this.#need(this.#part());
    this.requestUpdate();
  }

  #part() {
    const { area, item } = route();
    return session.kbs.length === 0 ? "start" : area === "questions" && item !== null ? "entry" : area;
  }

  async #need(part) {
    if (!areas[part] || this.loaded.has(part)) {
      return;
    }
    try {
      await areas[part]();
      this.loaded.add(part);
      this.partFault = null;
    } catch (error) {
      this.partFault = error;
    }
    this.requestUpdate();
  }

  updated() {
    document.documentElement.lang = currentLanguage();
    const { area } = route();
    document.title = session.state === "ready" ? `${t(areaTitle(area))} · ${session.kb ?? ""} · FaqBot` : `${t("administration")} · FaqBot`;
  }

  render() {
    switch (session.state) {
      case "signedOut": return html`<faqbot-sign-in></faqbot-sign-in>`;
      case "starting": return html`<main class="whole">${loading()}</main>`;
      case "unreachable": return html`<main class="whole">${faultBox(session.fault, () => session.start())}</main>`;
      default: return this.#frame();
    }
  }

  #frame() {
    const { area } = route();
    const dock = session.dock && area !== "test" && session.kb;
    return html`<a class="skip-link" href="#main" @click=${(event) => {
      event.preventDefault();
      this.$("#main").focus();
    }}>${t("skip")}</a>
    <div class="frame ${dock ? "docked" : ""}">
      ${side(this, area)}
      ${top(this)}
      <main id="main" tabindex="-1" class="area">
        ${session.isOnline ? nothing : html`<div class="notice-bar" role="status">${t("offline")}</div>`}
        ${session.draft?.draftFault ? html`<div class="notice-bar" role="status">${t("draftFault")} ${session.draft.draftFault}</div>` : nothing}
        ${this.#area()}
      </main>
      ${dock ? html`<aside class="dock" aria-label=${t("testPane")}><faqbot-test .isDocked=${true}></faqbot-test></aside>` : nothing}
    </div>
    <div class="toasts" role="status" aria-live="polite">${session.toasts.map((toast) => html`<div class="toast ${toast.isError ? "error" : ""}">
      <span>${toast.text}</span>
      ${toast.action ? html`<button class="link" @click=${() => {
        session.dismiss(toast);
        toast.act();
      }}>${toast.action}</button>` : nothing}
    </div>`)}</div>`;
  }

  #area() {
    const part = this.#part();
    if (!session.kb && part !== "start") {
      return loading();
    }
    if (areas[part] && !this.loaded.has(part)) {
      return this.partFault ? faultBox({ kind: "unreachable" }, () => this.#need(part)) : loading();
    }
    const { item } = route();
    switch (part) {
      case "start": return html`<faqbot-start></faqbot-start>`;
      case "overview": return html`<faqbot-overview></faqbot-overview>`;
      case "inbox": return html`<faqbot-inbox></faqbot-inbox>`;
      case "test": return html`<faqbot-test></faqbot-test>`;
      case "quality": return html`<faqbot-quality></faqbot-quality>`;
      case "import": return html`<faqbot-import></faqbot-import>`;
      case "history": return html`<faqbot-history></faqbot-history>`;
      case "settings": return html`<faqbot-settings></faqbot-settings>`;
      case "publish": return html`<faqbot-publish></faqbot-publish>`;
      case "entry": return html`<faqbot-editor .entryId=${item}></faqbot-editor>`;
      default: return html`<faqbot-questions></faqbot-questions>`;
    }
  }

  help() {
    showKeys();
  }
}

const areaTitle = (area) => (area in areas || area === "test" ? area : "questions");

customElements.define("faqbot-admin", Admin);
