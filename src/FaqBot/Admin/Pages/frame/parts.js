import { html } from "lit";
import { choose, currentLanguage, t } from "../language.js";

export const logo = () => html`<svg class="logo" viewBox="0 0 40 40" aria-hidden="true">
  <rect class="logo-ground" width="40" height="40" rx="12"/>
  <path class="logo-bubble" d="M12 10h16a4 4 0 0 1 4 4v9a4 4 0 0 1-4 4h-7.5L14 32v-5h-2a4 4 0 0 1-4-4v-9a4 4 0 0 1 4-4Z"/>
  <path class="logo-mark" d="m14.5 18.7 3.6 3.6 7.4-7.4"/></svg>`;

const names = [["zh-Hans", "简体"], ["zh-Hant", "繁體"], ["en", "EN"]];

export const languageButtons = () => html`<div class="segments languages" role="group" aria-label=${t("pageLanguage")}>
  ${names.map(([tag, name]) => html`<button type="button" lang=${tag} aria-pressed=${String(tag === currentLanguage())}
    @click=${() => choose(tag)}>${name}</button>`)}</div>`;
