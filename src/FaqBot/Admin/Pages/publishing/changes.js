import { html, nothing } from "lit";
import { nameOf, t } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { wordDiff } from "./words.js";

const known = ["question", "alternates", "answer", "prompts", "metadata", "source", "enabled", "validFrom", "validUntil", "contextOnly", "notThis",
  "name", "languages", "defaultAnswer", "synonyms", "contrasts", "stopPhrases", "starters", "greeting", "id"];

/** Changes of entries, each with its members. `choice` adds a box before each. */
export const changeList = (changes, choice = null) => html`<ul class="changes">${changes.map((change) => html`<li data-entry=${change.entryId ?? ""}>
  <div class="change-head">
    ${choice ? html`<input type="checkbox" .checked=${choice.has(change)} aria-label=${t("publishThis", { name: titleOf(change) })}
      @change=${() => choice.toggle(change)}>` : nothing}
    <span class="chip ${change.difference}">${t(`difference_${change.difference}`)}</span>
    ${change.entryId && change.difference !== "removed" && session.entries?.byId.has(change.entryId)
      ? html`<a href=${addressOf(session.kb, "questions", change.entryId)}>${titleOf(change)}</a>` : html`<strong>${titleOf(change)}</strong>`}
  </div>
  ${change.difference === "removed" && change.fields.length > 4 ? nothing : html`<dl>${change.fields.filter((field) => field.member !== "id").map(fieldDiff)}</dl>`}
</li>`)}</ul>`;

function titleOf(change) {
  const question = change.fields.find((field) => field.member === "question");
  return session.entries?.byId.get(change.entryId)?.entry.question ?? question?.after ?? question?.before ?? change.entryId ?? t("settings");
}

/** A member before and after. */
export const fieldDiff = ({ member, before, after }) => html`<div class="field-diff"><dt>${memberName(member)}</dt><dd>${valueDiff(before, after)}</dd></div>`;

/** Members of members are named as answer.en. */
export function memberName(member) {
  const [name, ...rest] = member.split(".");
  return [known.includes(name) ? t(`member_${name}`) : name, rest.length > 0 ? nameOf(rest.join(".")) : ""].filter(Boolean).join(" · ");
}

function valueDiff(before, after) {
  if (Array.isArray(before ?? after) && Array.isArray(after ?? before)) {
    return listDiff(before ?? [], after ?? []);
  }
  if (isMap(before) || isMap(after)) {
    const [old, now] = [isMap(before) ? before : before == null ? {} : { "*": before }, isMap(after) ? after : after == null ? {} : { "*": after }];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => textOf(old[key]) !== textOf(now[key]))
      .map((key) => html`<div><span class="tag">${nameOf(key)}</span> ${wordDiff(textOf(old[key]), textOf(now[key]))}</div>`);
  }
  return wordDiff(textOf(before), textOf(after));
}

function listDiff(before, after) {
  const [old, now] = [before.map(textOf), after.map(textOf)];
  const gone = old.filter((text) => !now.includes(text));
  const come = now.filter((text) => !old.includes(text));
  return html`<ul class="list-diff">${gone.map((text) => html`<li><del>${text}</del></li>`)}${come.map((text) => html`<li><ins>${text}</ins></li>`)}
    ${gone.length + come.length === 0 ? html`<li>${t("reordered")}</li>` : nothing}</ul>`;
}

const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

export function textOf(value) {
  return value === null || value === undefined ? ""
    : typeof value === "string" ? value
    : typeof value === "boolean" ? t(value ? "yes" : "no")
    : Array.isArray(value) ? value.map(textOf).join(" = ")
    : typeof value === "object" && "entryId" in value ? `${textOf(value.text)} → ${session.entries?.questionOf(value.entryId) ?? value.entryId}`
    : typeof value === "object" ? Object.values(value).map(textOf).join(" / ") : String(value);
}
