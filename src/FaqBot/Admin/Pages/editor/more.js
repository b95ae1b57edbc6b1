import { html, nothing } from "lit";
import { icon } from "../frame/icons.js";
import { t } from "../language.js";

/** What few entries need: whether and when they answer, where they come from, how they are sorted. */
export const morePart = (view, draft, isLocked) => {
  const { entry } = draft;
  const pairs = Object.entries(entry.metadata ?? {});
  const rename = (old, name) => draft.edit({ metadata: Object.fromEntries(pairs.map(([key, value]) => [key === old ? name : key, value])) });
  return html`<details class="more-part" ?open=${view.isMoreOpen} @toggle=${(event) => {
    view.isMoreOpen = event.target.open;
  }}><summary>${t("more")}</summary>
    <div class="more-grid">
      <label class="check"><input type="checkbox" .checked=${entry.enabled !== false} ?disabled=${isLocked}
        @change=${(event) => draft.edit({ enabled: event.target.checked ? undefined : false })}>${t("isShown")}</label>
      <label class="check"><input type="checkbox" .checked=${entry.contextOnly === true} ?disabled=${isLocked}
        @change=${(event) => draft.edit({ contextOnly: event.target.checked || undefined })}>${t("contextOnly")}</label>
      <label class="stacked">${t("validFrom")}<input class="field" type="datetime-local" ?readonly=${isLocked} .value=${local(entry.validFrom)}
        @change=${(event) => draft.edit({ validFrom: instant(event.target.value) })}></label>
      <label class="stacked">${t("validUntil")}<input class="field" type="datetime-local" ?readonly=${isLocked} .value=${local(entry.validUntil)}
        @change=${(event) => draft.edit({ validUntil: instant(event.target.value) })}></label>
      <label class="stacked">${t("source")}<input class="field" type="text" maxlength="300" ?readonly=${isLocked} .value=${entry.source ?? ""}
        @change=${(event) => draft.edit({ source: event.target.value.trim() || undefined })}></label>
      <label class="stacked">${t("entryId")}<input class="field" type="text" readonly .value=${draft.id ?? ""}></label>
    </div>
    <fieldset class="metadata"><legend>${t("metadata")}</legend>
      ${pairs.map(([name, value]) => html`<div class="pair">
        <input class="field" type="text" maxlength="100" aria-label=${t("metadataName")} .value=${name} ?readonly=${isLocked}
          @change=${(event) => event.target.value.trim() && rename(name, event.target.value.trim())}>
        <input class="field" type="text" maxlength="500" aria-label=${t("metadataValue")} .value=${Array.isArray(value) ? value.join(" | ") : value}
          ?readonly=${isLocked || Array.isArray(value)} @change=${(event) => draft.edit({ metadata: { ...entry.metadata, [name]: event.target.value } })}>
        <button class="icon-button small" ?disabled=${isLocked} aria-label=${t("removePair", { name })} @click=${() => {
          const { [name]: gone, ...rest } = entry.metadata;
          draft.edit({ metadata: Object.keys(rest).length > 0 ? rest : undefined });
        }}>${icon("close")}</button></div>`)}
      ${isLocked || pairs.length >= 10 ? nothing : html`<form class="pair" @submit=${(event) => {
        event.preventDefault();
        const data = new FormData(event.target);
        const name = data.get("name").trim();
        if (name && data.get("value").trim()) {
          draft.edit({ metadata: { ...entry.metadata, [name]: data.get("value").trim() } });
          event.target.reset();
        }
      }}><input class="field" name="name" type="text" maxlength="100" aria-label=${t("metadataName")} placeholder=${t("metadataName")}>
        <input class="field" name="value" type="text" maxlength="500" aria-label=${t("metadataValue")} placeholder=${t("metadataValue")}>
        <button class="button small">${t("add")}</button></form>`}
    </fieldset>
    <faqbot-wordings .draft=${draft} .entry=${draft.entry} member="notThis" .heading=${t("notThis")} .hint=${t("notThisHint")} .isLocked=${isLocked}></faqbot-wordings>
  </details>`;
};

const instant = (text) => (text ? new Date(text).toISOString() : undefined);

function local(stated) {
  if (!stated) {
    return "";
  }
  const date = new Date(stated);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
