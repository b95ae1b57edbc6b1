import { html } from "lit";
import { t, when } from "../language.js";
import { memberName, textOf } from "../publishing/changes.js";
import { newWords } from "../publishing/words.js";

/** Two people's work side by side; nothing is lost before one has chosen. */
export function conflictView(draft, changed) {
  const { theirs, by, at, contested, choices } = draft.conflict;
  if (theirs === null) {
    return html`<section class="notice-box warning conflict" role="alert"><h2>${t("conflictGone")}</h2>
      <div class="actions"><button class="button primary" @click=${() => draft.resolve()}>${t("conflictCreate")}</button>
        <button class="button" @click=${() => draft.discard()}>${t("conflictLetGo")}</button></div></section>`;
  }
  const choose = (member, whose) => {
    choices[member] = whose;
    changed();
  };
  return html`<section class="conflict" role="alert">
    <h2>${by ? t("conflictBy", { name: by, time: when(at) }) : t("conflictFound")}</h2>
    <p>${t("conflictText")}</p>
    ${contested.map(({ member, base, mine, theirs: other }) => html`<fieldset><legend>${memberName(member)}</legend><div class="sides">
      ${[["mine", mine], ["theirs", other]].map(([whose, value]) => html`<label class="side-choice ${(choices[member] ?? "mine") === whose ? "chosen" : ""}">
        <span class="side-head"><input type="radio" name=${`side-${member}`} .checked=${(choices[member] ?? "mine") === whose}
          @change=${() => choose(member, whose)}>${whose === "mine" ? t("conflictMine") : by ? t("conflictTheirs", { name: by }) : t("conflictOther")}</span>
        <span class="side-text">${newWords(linesOf(base), linesOf(value))}</span></label>`)}
    </div></fieldset>`)}
    <div class="actions"><button class="button primary" @click=${() => draft.resolve()}>${t("conflictSave")}</button>
      <button class="button" @click=${() => draft.discard()}>${t("conflictDiscard")}</button></div>
  </section>`;
}

const linesOf = (value) => (Array.isArray(value) ? value.map(textOf).join("\n") : textOf(value));
