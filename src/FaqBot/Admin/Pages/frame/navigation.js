import { html, nothing } from "lit";
import { count, nameOf, ownText, t } from "../language.js";
import { addressOf, go, route } from "../route.js";
import { session } from "../session.js";
import { icon } from "./icons.js";
import { languageButtons, logo } from "./parts.js";

const areas = ["overview", "questions", "inbox", "test", "quality", "import", "history", "settings"];

/** The areas, on the left; on a phone behind a button. */
export const side = (page, current) => html`<nav class="side ${page.isMenuOpen ? "open" : ""}" id="areas" aria-label=${t("areas")}>
  <a class="brand" href=${addressOf(session.kb, "questions")}>${logo()}<span>FaqBot</span></a>
  <ul>${areas.map((area) => html`<li><a href=${addressOf(session.kb, area)} aria-current=${area === current ? "page" : nothing}
    @click=${() => page.show({ isMenuOpen: false })}>${icon(area)}<span>${t(area)}</span>
    ${area === "inbox" && session.inboxCount ? html`<span class="badge" aria-label=${t("waiting", { n: session.inboxCount })}>
      ${count(session.inboxCount)}</span>` : nothing}</a></li>`)}</ul>
  <div class="side-foot">
    ${languageButtons()}
    <button class="link" @click=${() => page.help()}>${t("keyboard")}</button>
    <button class="link" @click=${() => session.signOut()}>${t("signOut")}</button>
  </div>
</nav>`;

/** What one works on, and how it stands. */
export const top = (page) => html`<header class="top">
  <button class="icon-button menu" aria-label=${t("areas")} aria-expanded=${String(page.isMenuOpen)} aria-controls="areas"
    @click=${() => page.show({ isMenuOpen: !page.isMenuOpen })}>${icon("menu")}</button>
  <label class="visually-hidden" for="kb">${t("knowledgeBase")}</label>
  <select id="kb" class="kb" @change=${(event) => (event.target.value === "" ? go("", "start") : go(event.target.value, route().area))}>
    ${session.kbs.map((kb) => html`<option value=${kb.id} ?selected=${kb.id === session.kb}>${nameOfBase(kb)}</option>`)}
    <option value="">${t("newKnowledgeBase")}</option>
  </select>
  ${session.languages.length > 1 ? html`<label class="visually-hidden" for="text-language">${t("textLanguage")}</label>
    <select id="text-language" class="narrow-hidden" @change=${(event) => {
      session.textLanguage = event.target.value;
      session.changed();
    }}><option value="">${t("anyLanguage")}</option>
      ${session.languages.map((tag) => html`<option value=${tag} ?selected=${tag === session.textLanguage}>${nameOf(tag)}</option>`)}
    </select>` : nothing}
  <div class="spring"></div>
  ${unpublished()}
  <button class="button toggle" id="dock" aria-label=${t("testPane")} aria-pressed=${String(session.dock)} @click=${() => {
    session.dock = !session.dock;
    session.changed();
    if (session.dock) {
      page.updateComplete.then(() => page.$(".dock textarea")?.focus());
    }
  }}>${icon("test")}<span class="narrow-hidden">${t("testPane")}</span></button>
  <a class="button primary" id="to-publish" href=${addressOf(session.kb, "publish")}>${icon("publish")}<span>${t("publish")}</span></a>
</header>`;

function unpublished() {
  if (!session.draft) {
    return nothing;
  }
  const number = session.unpublished;
  return session.draft.planned && !session.draft.planned.fault
    ? html`<a class="standing" href=${addressOf(session.kb, "publish")}>${t("planned")}</a>`
    : number > 0 ? html`<a class="standing pending" id="unpublished" href=${addressOf(session.kb, "publish")}>${t("unpublished", { n: number })}</a>`
    : session.draft.publishedRevision === null
      ? html`<span class="standing" id="unpublished">${t("notPublished")}</span>`
      : html`<span class="standing narrow-hidden" id="unpublished">${t("allPublished")}</span>`;
}

function nameOfBase(kb) {
  return ownText(kb.names) || kb.id;
}
