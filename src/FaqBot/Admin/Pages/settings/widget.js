import { html, nothing } from "lit";
import { get } from "../api.js";
import { nameOf as languageName, ownText, t } from "../language.js";
import { session } from "../session.js";
import { View } from "../view.js";

const languages = ["", "zh-Hans", "zh-Hant", "en"];
const choices = { theme: ["auto", "light", "dark"], side: ["right", "left"], history: ["tab", "browser", "off"] };
const leastContrast = 4.5;
const own = "#0b7a5c";
const keyOf = () => `faqbot.admin.widget/${session.kb}`;

const isImage = (url) => /^https?:\/\/[^\s]+$/i.test(url);
const isContact = (url) => /^(https?:\/\/|mailto:|tel:)[^\s]+$/i.test(url);

/** How the widget looks and what it says, and the line that puts it into a page. */
class WidgetDesigner extends View {
  options = {};
  visitors = null;
  origin = "";
  copied = null;

  opened() {
    let remembered = {};
    try {
      remembered = JSON.parse(localStorage.getItem(keyOf())) ?? {};
    } catch {
      // Nothing can be remembered here: one begins anew.
    }
    this.options = { accent: own, lang: "", title: "", logo: "", greeting: "", starters: "", contact: "", theme: "auto", side: "right", history: "tab", ...remembered };
    this.fetch(() => get("kbs"));
  }

  #set(values) {
    this.options = { ...this.options, ...values };
    try {
      localStorage.setItem(keyOf(), JSON.stringify(this.options));
    } catch {
      // As above.
    }
    this.show({ copied: null });
  }

  get snippet() {
    const { accent, lang, title, logo, greeting, starters, contact, theme, side, history } = this.options;
    const attributes = [["data-kb", session.kb], ["data-lang", lang], ["data-title", title.trim()], ["data-logo", isImage(logo.trim()) ? logo.trim() : ""],
      ["data-greeting", greeting.trim()], ["data-contact", isContact(contact.trim()) ? contact.trim() : ""],
      ["data-starters", starters.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 6).join("|")], ["data-theme", theme === "auto" ? "" : theme],
      ["data-side", side === "right" ? "" : side], ["data-history", history === "tab" ? "" : history]];
    const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
    const script = `<script src="${new URL("widget.js", import.meta.url)}"${attributes.filter(([, value]) => value).map(([name, value]) => ` ${name}="${escaped(value)}"`).join("")} defer></script>`;
    const style = `<style>faqbot-widget { --faqbot-accent: ${accent}; --faqbot-accent-ink: ${inkOn(accent)}; }</style>`;
    return accent === own ? script : [style, script].join("\n");
  }

  /** Those of the snippet, else those of the knowledge base, as the widget does. */
  get #starters() {
    const own = this.options.starters.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 6);
    return own.length > 0 ? own : (session.settings?.starters ?? []).map(ownText);
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.snippet);
      this.show({ copied: true });
    } catch {
      // Without the right to write there, the text is selected for the keyboard's copy.
      getSelection().selectAllChildren(this.$("#snippet"));
      this.show({ copied: false });
    }
  }

  updated() {
    const preview = this.$(".widget-preview");
    preview?.style.setProperty("--design-accent", this.options.accent);
    preview?.style.setProperty("--design-ink", inkOn(this.options.accent));
  }

  render() {
    const { options } = this;
    return html`<section class="card"><h2>${t("settings_widget")}</h2><div class="designer"><div class="design">
        <label class="stacked">${t("widgetColour")}<input type="color" class="colour" .value=${options.accent} @input=${(event) => this.#set({ accent: event.target.value })}></label>
        <label class="stacked">${t("widgetTitle")}<input class="field" maxlength="60" .value=${options.title} placeholder=${nameOf(session.settings)} @input=${(event) => this.#set({ title: event.target.value })}></label>
        <label class="stacked">${t("widgetLogo")}<input class="field" id="widget-logo" type="url" maxlength="2000" .value=${options.logo} placeholder="https://shop.example/logo.png"
          @input=${(event) => this.#set({ logo: event.target.value })}></label>
        ${options.logo.trim() && !isImage(options.logo.trim()) ? html`<p class="field-fault">${t("widgetLogoWrong")}</p>` : nothing}
        <label class="stacked">${t("widgetGreeting")}<input class="field" maxlength="200" .value=${options.greeting} placeholder=${ownText(session.settings?.greeting)} @input=${(event) => this.#set({ greeting: event.target.value })}></label>
        <label class="stacked">${t("widgetStarters")}<textarea class="field" rows="3" .value=${options.starters} placeholder=${t("onePerLine")} @input=${(event) => this.#set({ starters: event.target.value })}></textarea></label>
        <label class="stacked">${t("widgetContact")}<input class="field" id="widget-contact" type="text" maxlength="2000" .value=${options.contact} placeholder=${
          this.visitors?.contactUrl ?? "mailto:help@shop.example"} @input=${(event) => this.#set({ contact: event.target.value })}></label>
        ${options.contact.trim() && !isContact(options.contact.trim()) ? html`<p class="field-fault">${t("widgetContactWrong")}</p>` : nothing}
        <label class="stacked">${t("widgetLanguage")}<select @change=${(event) => this.#set({ lang: event.target.value })}>${languages.map((tag) => html`<option value=${tag} ?selected=${tag === options.lang}>${
          tag ? languageName(tag) : t("widgetPageLanguage")}</option>`)}</select></label>
        ${Object.entries(choices).map(([name, values]) => html`<label class="stacked">${t(`widget_${name}`)}<select @change=${(event) => this.#set({ [name]: event.target.value })}>${values.map((value) => html`<option
          value=${value} ?selected=${value === options[name]}>${t(`widget_${name}_${value}`)}</option>`)}</select></label>`)}
      </div>
      <div class="widget-preview ${options.theme} ${options.side}" role="img" aria-label=${t("widgetPreview")}><div class="mock-panel">
        <div class="mock-head">${this.#logo()}${options.title || nameOf(session.settings)}</div>
        <div class="mock-body"><p class="mock-bubble">${options.greeting || ownText(session.settings?.greeting) || t("widgetHello", { name: options.title || nameOf(session.settings) })}</p>
          <div class="mock-chips">${this.#starters.map((line) => html`<span>${line}</span>`)}</div>
          <p class="mock-user">${t("widgetSample")}</p>
          ${isContact(options.contact.trim()) || this.visitors?.contactUrl ? html`<p class="mock-bubble">${t("widgetNoAnswer")} <span class="mock-link">${t("widgetContactLink")}</span></p>` : nothing}</div></div><span class="mock-button"></span></div></div>
      ${contrast(options.accent, inkOn(options.accent)) < leastContrast ? html`<div class="notice-box warning">${t("widgetContrast")}</div>` : nothing}
    </section>
    ${this.#people()}
    <section class="card"><h2>${t("widgetSnippet")}</h2><pre class="code" id="snippet" tabindex="0" role="region" aria-label=${t("widgetSnippet")}>${this.snippet}</pre>
      <div class="actions"><button class="button primary" id="copy" @click=${() => this.#copy()}>${t("copy")}</button>
        <a class="button" href=${new URL("widget", import.meta.url)} target="_blank" rel="noopener">${t("widgetTry")}</a>
        <span role="status">${this.copied === true ? t("copied") : this.copied === false ? t("copyByHand") : nothing}</span></div>
    </section>
    <section class="card"><h2>${t("originTitle")}</h2><label class="stacked">${t("originLabel")}<input class="field" id="origin" type="url" placeholder="https://shop.example" .value=${this.origin}
      @input=${(event) => this.show({ origin: event.target.value })}></label><div role="status" id="origin-verdict">${this.#originVerdict()}</div></section>`;
  }

  /** Of the sites whose pictures these pages may show; elsewhere the preview goes without. */
  #logo() {
    const url = this.options.logo.trim() || this.visitors?.logoUrl || "";
    return /^https:\/\/[^\s]+$/i.test(url) ? html`<img class="mock-logo" alt="" src=${url} referrerpolicy="no-referrer" @error=${(event) => event.target.remove()}>` : nothing;
  }

  /** Who takes over where no answer is found: settings of the service, which say here how they stand. */
  #people() {
    if (!this.visitors) {
      return nothing;
    }
    const { handover, contactUrl, contactForm } = this.visitors;
    const rows = [
      [t("peopleHandover"), handover ? t("peopleOffered") : t("peopleNotOffered"), handover ? "" : "FaqBot__Channels__OfferHandover=true"],
      [t("peopleHours"), handover?.hours ? t("peopleHoursAre", { hours: handover.hours, zone: handover.timeZone, state: t(handover.open ? "peopleOpen" : "peopleClosed") })
        : t("peopleAlways"), handover?.hours ? "" : "FaqBot__Channels__Hours__Open=Mo-Fr 09:00-18:00"],
      [t("peopleContact"), contactUrl ?? t("peopleNone"), contactUrl ? "" : "FaqBot__Channels__ContactUrl=mailto:help@shop.example"],
      [t("peopleForm"), contactForm ? t("peopleFormOn") : t("peopleNone"), contactForm ? "" : "FaqBot__Channels__ContactForm__Target=https://…"],
    ];
    return html`<section class="card" id="people"><h2>${t("peopleTitle")}</h2><p class="hint">${t("peopleText")}</p>
      <dl class="people">${rows.map(([name, state, option]) => html`<div><dt>${name}</dt><dd>${state}${option ? html` <code>${option}</code>` : nothing}</dd></div>`)}</dl></section>`;
  }

  #originVerdict() {
    if (!this.origin.trim()) {
      return html`<p class="hint">${session.service.origins.length > 0 ? t("originsNow", { list: session.service.origins.join(", ") }) : t("originsNone")}</p>`;
    }
    let origin;
    try {
      const url = new URL(this.origin.includes("://") ? this.origin : `https://${this.origin}`);
      origin = ["http:", "https:"].includes(url.protocol) ? url.origin : null;
    } catch {
      origin = null;
    }
    if (!origin) {
      return html`<p class="field-fault">${t("originWrong")}</p>`;
    }
    const { origins } = session.service;
    return origins.includes("*") || origins.includes(origin) || origin === new URL(import.meta.url).origin
      ? html`<div class="notice-box good">${t("originAllowed", { origin })}</div>`
      : html`<div class="notice-box warning"><p>${t("originRefused", { origin })}</p><pre class="code" tabindex="0">FaqBot__Http__CorsOrigins__${origins.length}=${origin}</pre></div>`;
  }
}

const nameOf = (settings) => ownText(settings?.name);

const channel = (value) => {
  const share = value / 255;
  return share <= .03928 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
};
const luminance = (colour) => [1, 3, 5].reduce((sum, at, i) => sum + channel(parseInt(colour.slice(at, at + 2), 16)) * [.2126, .7152, .0722][i], 0);

function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + .05) / (dark + .05);
}

const inkOn = (colour) => (contrast(colour, "#ffffff") >= contrast(colour, "#17211d") ? "#ffffff" : "#17211d");

customElements.define("faqbot-widget-designer", WidgetDesigner);
