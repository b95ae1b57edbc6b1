import { html, nothing } from "lit";
import { call, post } from "../api.js";
import { openDialog } from "../frame/dialog.js";
import { faultText } from "../frame/faults.js";
import { t } from "../language.js";
import { session } from "../session.js";

const mostFound = 8;

/** Keeps a question with what is to come of it. */
export const keepLabel = (question, entry) => post(session.path("labelled"), { labelled: [{ question, entry: entry ?? null }] });

export const dropLabel = (question) => call("DELETE", session.path(`labelled?question=${encodeURIComponent(question)}`));

/** Adds a wording, or a counter-example, to an entry; gives the number of the change set. */
export async function addTo(entryId, member, text) {
  const { entry, revision } = await session.entries.fetch(entryId);
  const known = entry[member] ?? [];
  if (known.includes(text) || entry.question === text) {
    return null;
  }
  const reply = await call("PATCH", session.path(`entries/${encodeURIComponent(entryId)}`), {
    body: { [member]: [...known, text] }, headers: { "If-Match": `"${revision}"` },
  });
  session.entries.put(reply.body, reply.revision);
  session.refresh();
  return reply.revision;
}

/**
 * Lets a person say which entry should have answered, or that none should.
 * @param {string} question
 * @param {object|null} taken the entry that answers now
 * @param {boolean} nothing whether none should
 * @returns {Promise<boolean>} whether something was done
 */
export function teach(question, taken, none) {
  const state = { typed: "", chosen: null, asWording: true, asLabel: true, fault: null, isBusy: false };
  const found = () => {
    const words = state.typed.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    return session.entries.list.filter((row) => row.id !== taken?.entryId && words.every((word) => row.text.includes(word))).slice(0, mostFound);
  };
  const save = async (dialog) => {
    Object.assign(state, { isBusy: true, fault: null });
    dialog.update();
    try {
      const changes = [];
      if (state.asWording && (none ? taken : state.chosen)) {
        changes.push(none ? await addTo(taken.entryId, "notThis", question) : await addTo(state.chosen.id, "alternates", question));
      }
      if (state.asLabel) {
        await keepLabel(question, none ? null : state.chosen.id);
      }
      dialog.close(true);
      session.toast(none ? t("taughtNothing") : t("taught", { name: state.chosen.entry.question }), {
        action: t("undo"),
        act: async () => {
          await Promise.all(changes.filter(Boolean).map((number) => session.undo(number)));
          if (state.asLabel) {
            await dropLabel(question);
          }
        },
      });
    } catch (error) {
      Object.assign(state, { isBusy: false, fault: error });
      dialog.update();
    }
  };
  return openDialog(none ? t("nothingShould") : t("shouldHaveBeen"), (dialog) => html`
    <p><q>${question}</q></p>
    ${none ? nothing : html`<input class="field" type="search" autofocus aria-label=${t("findEntry")} placeholder=${t("findEntry")} .value=${state.typed}
      @input=${(event) => {
        state.typed = event.target.value;
        dialog.update();
      }}>
      <div class="choice-list" role="radiogroup" aria-label=${t("entries")}>${found().map((row) => html`<label class="choice">
        <input type="radio" name="entry" .checked=${state.chosen?.id === row.id} @change=${() => {
          state.chosen = row;
          dialog.update();
        }}><span>${row.entry.question}</span></label>`)}</div>`}
    ${!none || taken ? html`<label class="check"><input type="checkbox" .checked=${state.asWording} @change=${(event) => {
      state.asWording = event.target.checked;
      dialog.update();
    }}>${none ? t("asNotThis", { name: session.entries.questionOf(taken.entryId) }) : t("asWording")}</label>` : nothing}
    <label class="check"><input type="checkbox" .checked=${state.asLabel} @change=${(event) => {
      state.asLabel = event.target.checked;
      dialog.update();
    }}>${t("asLabel")}</label>
    ${state.fault ? html`<p class="field-fault" role="alert">${faultText(state.fault)}</p>` : nothing}
    <div class="dialog-foot"><button class="button" @click=${() => dialog.close()}>${t("cancel")}</button>
      <button class="button primary" ?disabled=${state.isBusy || (!none && !state.chosen) || !(state.asWording || state.asLabel)}
        @click=${() => save(dialog)}>${t("save")}</button></div>`).then(Boolean);
}
