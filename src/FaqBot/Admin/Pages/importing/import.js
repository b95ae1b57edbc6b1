import { html, nothing } from "lit";
import { call, post, saveAs } from "../api.js";
import { faultText } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { count, t } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { csvOf } from "../overview/csv.js";

const modes = ["merge", "replace-source", "replace-all"];
const encodings = ["utf-8", "gb18030", "big5", "utf-16", "windows-1252"];
const columns = ["question", "answer", "alternates", "source"];
const mostShown = 200;
const patience = 300_000;

/** Brings files into the draft: what was read, what would change, what is faulty; nothing happens before one has seen it. */
class Import extends View {
  files = [];
  options = { mode: "merge", encoding: "", source: "" };
  columns = {};
  view = null;
  fault = null;
  isBusy = false;
  isOver = false;
  mended = new Map();
  done = null;

  #take(list) {
    const files = [...list];
    if (files.length > 0) {
      Object.assign(this, { files, view: null, done: null, mended: new Map() });
      this.#look();
    }
  }

  #query(isDryRun) {
    const query = new URLSearchParams({ mode: this.options.mode });
    if (isDryRun) {
      query.set("dryRun", "true");
    } else if (this.view?.revision) {
      query.set("revision", this.view.revision);
    }
    for (const name of ["encoding", "source"]) {
      if (this.options[name]) {
        query.set(name, this.options[name]);
      }
    }
    Object.entries(this.columns).filter(([, column]) => column.trim()).forEach(([meaning, column]) => query.append("columns", `${meaning}=${column.trim()}`));
    return query;
  }

  async #send(isDryRun) {
    const query = this.#query(isDryRun);
    const [file] = this.files;
    if (this.files.length === 1) {
      query.set("filename", file.name);
      return (await call("POST", session.path(`import?${query}`), { body: file.slice(0, file.size, "application/octet-stream"), timeout: patience })).body;
    }
    const form = new FormData();
    this.files.forEach((one) => form.append("file", one, one.name));
    return (await call("POST", session.path(`import?${query}`), { body: form, timeout: patience })).body;
  }

  async #look() {
    this.show({ isBusy: true, fault: null });
    try {
      this.show({ view: await this.#send(true), isBusy: false });
    } catch (error) {
      // A refusal has the report, too.
      this.show({ view: error.problem?.report ? { report: error.problem.report, isRefused: true } : null, fault: error, isBusy: false });
    }
  }

  async #import() {
    this.show({ isBusy: true, fault: null });
    try {
      const view = await this.#send(false);
      const numbers = [view.change?.number].filter(Boolean);
      for (const { question, answer } of this.#byHand) {
        numbers.push((await call("POST", session.path("entries"), { body: { question, answer } })).revision);
      }
      this.show({ done: { report: view.report, numbers, mended: this.#byHand.length }, view: null, isBusy: false });
      await Promise.all([session.entries.load(), session.refresh()]);
    } catch (error) {
      this.show({ fault: error, isBusy: false });
      if (error.problem?.code === "revision_moved") {
        this.#look();
      }
    }
  }

  get #byHand() {
    return [...this.mended.values()].filter((one) => one.question.trim() && one.answer.trim());
  }

  async #undo() {
    for (const number of this.done.numbers.reverse()) {
      await post(session.path(`changes/${number}/undo`));
    }
    this.show({ done: null, files: [] });
    session.toast(t("changeUndone"));
    await Promise.all([session.entries.load(), session.refresh()]);
  }

  #set(values) {
    Object.assign(this.options, values);
    this.#look();
  }

  render() {
    return html`<div class="import page">
      <h1>${t("import")}</h1>
      ${this.done ? this.#finished() : nothing}
      <div class="drop ${this.isOver ? "over" : ""}" @dragover=${(event) => {
        event.preventDefault();
        this.show({ isOver: true });
      }} @dragleave=${() => this.show({ isOver: false })} @drop=${(event) => {
        event.preventDefault();
        this.isOver = false;
        this.#take(event.dataTransfer.files);
      }}>${icon("import")}<p>${t("dropHere")}</p>
        <label class="button" for="file">${t("chooseFile")}</label><input class="visually-hidden" id="file" type="file" multiple ?disabled=${!session.canEdit}
          @change=${(event) => {
            this.#take(event.target.files);
            event.target.value = "";
          }}>
        <p class="hint">${t("importFormats")}</p></div>
      ${this.fault ? html`<div class="notice-box error" role="alert"><p>${faultText(this.fault)}</p></div>` : nothing}
      ${this.isBusy ? html`<div class="loading" role="status"><span class="spinner"></span>${t("reading")}</div>` : nothing}
      ${this.view ? this.#preview() : nothing}
    </div>`;
  }

  #preview() {
    const { report, isRefused } = this.view;
    const faulty = byPlace(report.notes.filter((note) => note.kind === "refused"));
    const others = report.notes.filter((note) => note.kind !== "refused");
    return html`
      <section class="step"><h2><span class="step-number">1</span>${t("importRead")}</h2>
        ${report.files.map((file) => html`<div class="read-file"><p><strong>${file.name}</strong> <span class="chip">${file.format}</span>
          ${file.encoding ? html`<span class="chip ${file.guessed ? "draft" : ""}">${file.encoding}${file.guessed ? ` · ${t("guessed")}` : ""}</span>` : nothing}</p>
          ${file.sample.length > 0 ? html`<ul class="sample-rows" aria-label=${t("sampleRows")}>${file.sample.map((row) => html`<li>${row}</li>`)}</ul>` : nothing}</div>`)}
        <details><summary>${t("readOtherwise")}</summary><div class="more-grid">
          <label class="stacked">${t("encoding")}<select @change=${(event) => this.#set({ encoding: event.target.value })}><option value="">${t("detected")}</option>
            ${encodings.map((name) => html`<option ?selected=${name === this.options.encoding}>${name}</option>`)}</select></label>
          ${columns.map((meaning) => html`<label class="stacked">${t(`columnFor_${meaning}`)}<input class="field" type="text" .value=${this.columns[meaning] ?? ""}
            placeholder=${t("detected")} @change=${(event) => {
              this.columns[meaning] = event.target.value;
              this.#look();
            }}></label>`)}</div></details>
      </section>
      <section class="step"><h2><span class="step-number">2</span>${t("importMode")}</h2>
        <div role="radiogroup" aria-label=${t("importMode")}>${modes.map((mode) => html`<label class="choice"><input type="radio" name="mode" .checked=${mode === this.options.mode}
          @change=${() => this.#set({ mode })}><span><strong>${t(`mode_${mode.replace("-", "_")}`)}</strong> <small>${t(`modeText_${mode.replace("-", "_")}`)}</small></span></label>`)}</div>
      </section>
      <section class="step" id="import-preview"><h2><span class="step-number">3</span>${t("importChanges")}</h2>
        <dl class="counts">${["new", "changed", "same", "missing", "removed", "refused"].filter((name) => report[name] > 0 || ["new", "changed", "refused"].includes(name))
          .map((name) => html`<div class=${name}><dt>${t(`fate_${name}`)}</dt><dd>${count(report[name] ?? 0)}</dd></div>`)}</dl>
        ${this.options.mode === "replace-all" && report.removed > 0 ? html`<div class="notice-box warning">${t("removesMany", { n: report.removed })}</div>` : nothing}
        ${faulty.length > 0 ? this.#faults(faulty) : nothing}
        ${others.length > 0 ? html`<details><summary>${t("importNotes", { n: others.length + (report.notesNotKept ?? 0) })}</summary><ul class="findings">${others.slice(0, mostShown)
          .map((note) => html`<li><span>${placeOf(note.place)}</span><span>${note.text}</span></li>`)}</ul></details>` : nothing}
        <div class="actions"><button class="button primary large" id="import-now" ?disabled=${this.isBusy || isRefused || !session.canEdit || (report.new + report.changed + report.removed
          + this.#byHand.length === 0)} @click=${() => this.#import()}>${t("importNow", { n: report.new + report.changed + this.#byHand.length })}</button>
          <span class="hint">${t("importDraftOnly")}</span></div>
      </section>`;
  }

  #faults(faulty) {
    return html`<div class="fault-table"><div class="page-head"><h3>${t("faulty", { n: faulty.length })}</h3><button class="button small" @click=${() => saveAs(
      csvOf([["place", "code", "text"], ...faulty.map((note) => [placeOf(note.place), note.code, note.text])]), "faults.csv")}>${t("downloadFaults")}</button></div>
      <div class="scroll-box" tabindex="0" role="region" aria-label=${t("faulty", { n: faulty.length })}><table class="data-table"><thead><tr>
        <th scope="col">${t("place")}</th><th scope="col">${t("fault")}</th><th scope="col">${t("question")}</th><th scope="col">${t("answer")}</th></tr></thead>
        <tbody>${faulty.slice(0, mostShown).map((note, i) => {
          const own = this.mended.get(i) ?? { question: "", answer: "" };
          const write = (values) => {
            this.mended.set(i, { ...own, ...values });
            this.requestUpdate();
          };
          return html`<tr><td>${placeOf(note.place)}</td><td>${note.text}</td>
            <td><input class="field" aria-label=${t("mendQuestion", { place: placeOf(note.place) })} .value=${own.question} @input=${(event) => write({ question: event.target.value })}></td>
            <td><input class="field" aria-label=${t("mendAnswer", { place: placeOf(note.place) })} .value=${own.answer} @input=${(event) => write({ answer: event.target.value })}></td></tr>`;
        })}</tbody></table></div><p class="hint">${t("mendHint")}</p></div>`;
  }

  #finished() {
    const { report, mended } = this.done;
    return html`<div class="notice-box good" role="status" id="imported">${icon("check")}<p>${t("imported", { n: report.new + mended, changed: count(report.changed) })}</p>
      <a class="button primary" href=${addressOf(session.kb, "publish")}>${t("reviewAndPublish")}</a>
      <button class="button" @click=${() => this.#undo()}>${t("undo")}</button></div>`;
  }
}

/** What is wrong with one row is one line of the table. */
function byPlace(notes) {
  const places = new Map();
  for (const note of notes) {
    const place = placeOf({ ...note.place, column: null });
    const known = places.get(place);
    places.set(place, known ? { ...known, text: `${known.text} ${note.text}` } : note);
  }
  return [...places.values()];
}

/** Where something stands: file, sheet, row, column. */
const placeOf = ({ file, sheet, row, column }) => [file, sheet, row, column].filter((part) => part !== undefined && part !== null && part !== "").join(" · ");

customElements.define("faqbot-import", Import);
