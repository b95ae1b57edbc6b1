import { html, nothing } from "lit";
import { call, post, saveAs } from "../api.js";
import { faultText } from "../frame/faults.js";
import { icon } from "../frame/icons.js";
import { count, t, textOr, when } from "../language.js";
import { addressOf } from "../route.js";
import { session } from "../session.js";
import { View } from "../view.js";
import { csvOf } from "../overview/csv.js";

const modes = ["merge", "replace-source", "replace-all"];
const encodings = ["utf-8", "gb18030", "big5", "utf-16", "windows-1252"];
const meanings = ["question", "answer", "alternates", "id", "source"];
const mostShown = 200;
const megabyte = 1 << 20;
const patience = 300_000;

/** Brings files into the draft: what was read, what would change, what is faulty; nothing happens before one has seen it. */
class Import extends View {
  files = [];
  options = { mode: "merge", encoding: "", source: "" };
  columns = [];
  view = null;
  fault = null;
  isBusy = false;
  isOver = false;
  mended = new Map();
  done = null;

  #take(list) {
    const files = [...list];
    if (files.length > 0) {
      Object.assign(this, { files, view: null, done: null, mended: new Map(), columns: [] });
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
    this.columns.forEach((column) => query.append("columns", column));
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
        <p class="hint">${t("importFormats")} ${t("importLimit", { n: count(Math.floor(session.service.maxImportBytes / megabyte)) })}</p></div>
      ${this.fault ? html`<div class="notice-box error" role="alert"><p>${faultText(this.fault)}</p></div>` : nothing}
      ${this.isBusy ? html`<div class="loading" role="status"><span class="spinner"></span>${t("reading")}</div>` : nothing}
      ${this.view ? this.#preview() : this.fault && !this.isBusy && this.files.length > 0 ? this.#unread() : nothing}
    </div>`;
  }

  #preview() {
    const { report, isRefused } = this.view;
    const faulty = byPlace(report.notes.filter((note) => note.kind === "refused"));
    const comments = report.comments ?? [];
    const others = report.notes.filter((note) => note.kind !== "refused");
    return html`
      <section class="step"><h2><span class="step-number">1</span>${t("importRead")}</h2>
        ${report.files.map((file) => html`<div class="read-file"><p><strong>${file.name}</strong> <span class="chip">${textOr(`format_${file.format.replaceAll(" ", "_")}`, file.format)}</span>
          ${file.encoding ? html`<span class="chip ${file.guessed ? "draft" : ""}">${file.encoding}${file.guessed ? ` · ${t("guessed")}` : ""}</span>` : nothing}</p>
          ${file.sample.length > 0 ? html`<ul class="sample-rows" aria-label=${t("sampleRows")}>${file.sample.map((row) => html`<li>${row}</li>`)}</ul>` : nothing}</div>`)}
        ${this.#columns(report.tables ?? [])}
        <details><summary>${t("readOtherwise")}</summary><div class="more-grid">
          <label class="stacked">${t("encoding")}<select @change=${(event) => this.#set({ encoding: event.target.value })}><option value="">${t("detected")}</option>
            ${encodings.map((name) => html`<option ?selected=${name === this.options.encoding}>${name}</option>`)}</select></label>
          </div></details>
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
          .map((note) => html`<li><span>${placeOf(note.place)}</span><span>${said(note)}</span></li>`)}</ul></details>` : nothing}
        ${this.#comments(report)}
        <div class="actions"><button class="button primary large" id="import-now" ?disabled=${this.isBusy || isRefused || !session.canEdit || (report.new + report.changed + report.removed
          + this.#byHand.length + comments.length === 0)} @click=${() => this.#import()}>${report.new + report.changed + report.removed + this.#byHand.length === 0 && comments.length > 0
          ? t("importComments") : t("importNow", { n: report.new + report.changed + this.#byHand.length })}</button>
          <span class="hint">${t("importDraftOnly")}</span></div>
      </section>`;
  }

  /** Nothing could be read: a table is, once its columns are named. */
  #unread() {
    return html`<form class="step" id="columns" @submit=${(event) => {
      event.preventDefault();
      const data = new FormData(event.target);
      this.columns = ["question", "answer"].map((meaning) => `${meaning}=${data.get(meaning).trim()}`);
      this.#look();
    }}><h2>${t("columnsHeading")}</h2><p class="hint">${t("columnsUnknown")}</p>
      <div class="more-grid">${["question", "answer"].map((meaning) => html`<label class="stacked">${t(`columnFor_${meaning}`)}<input class="field" name=${meaning} data-meaning=${meaning} required
        maxlength="300"></label>`)}</div>
      <div class="actions"><button class="button" id="name-columns">${t("tryAgain")}</button></div></form>`;
  }

  /** What was taken for what; of one table it can be said otherwise. */
  #columns(tables) {
    if (tables.length === 0) {
      return nothing;
    }
    if (tables.length > 1) {
      return html`<div class="found-columns"><ul>${tables.map((table) => html`<li><strong>${placeOf(table.table)}</strong> ${table.columns.length > 0
        ? table.columns.join(" · ") : t("columnsUnknown")}</li>`)}</ul><p class="hint">${t("columnsSeveral")}</p></div>`;
    }
    const [{ names, columns, origin }] = tables;
    const mapped = this.view.report.mapped?.[0];

    // A first row that names nothing is a row like the others: its columns are told apart by number.
    const byNumber = columns.length > 0 && columns.every((one) => /=\d+$/u.test(one));
    const choices = names.map((name, i) => (!byNumber && name.trim() && names.indexOf(name) === i ? { value: name, text: name }
      : { value: String(i + 1), text: t("columnNumber", { n: i + 1 }) }));
    const column = (meaning) => {
      const stated = columns.find((one) => one.startsWith(`${meaning}=`))?.slice(meaning.length + 1) ?? "";
      return choices.some(({ value }) => value === stated) ? stated : choices[Number(stated) - 1]?.value ?? stated;
    };
    const choose = (meaning, value) => {
      this.columns = [...columns.filter((one) => !one.startsWith(`${meaning}=`)), ...value ? [`${meaning}=${value}`] : []];

      // Questions and answers there must be; before both are said, nothing can be read.
      if (["question", "answer"].every((name) => this.columns.some((one) => one.startsWith(`${name}=`)))) {
        this.#look();
      } else {
        tables[0].columns = this.columns;
        this.requestUpdate();
      }
    };
    return html`<div class="found-columns" id="columns"><h3>${t("columnsHeading")}</h3>
      <p class="hint">${origin === "remembered" && mapped ? t("columnsRemembered", { name: mapped.rememberedFrom, time: when(mapped.rememberedAt) })
        : t({ found: "columnsFound", stated: "columnsStated" }[origin] ?? "columnsUnknown")}
        ${origin === "remembered" || origin === "stated" ? html`<button class="link" id="detect-columns" @click=${() => {
          this.columns = ["detect"];
          this.#look();
        }}>${t("columnsDetect")}</button>` : nothing}</p>
      <div class="more-grid">${meanings.map((meaning) => html`<label class="stacked">${t(`columnFor_${meaning}`)}<select data-meaning=${meaning} @change=${(event) => choose(meaning, event.target.value)}>
        ${["question", "answer"].includes(meaning) && column(meaning) ? nothing : html`<option value="" ?selected=${column(meaning) === ""}>${t("columnNone")}</option>`}
        ${choices.map(({ value, text }) => html`<option value=${value} ?selected=${value === column(meaning)}>${text}</option>`)}</select></label>`)}</div></div>`;
  }

  /** What reviewers say comes along without changing an answer. */
  #comments({ comments, untouched }) {
    return html`${untouched > 0 ? html`<p class="hint">${t("untouchedRows", { n: untouched })}</p>` : nothing}
      ${comments?.length > 0 ? html`<section id="comments"><h3>${t("commentsTitle", { n: comments.length })}</h3><p class="hint">${t("commentsHint")}</p>
        <ul class="comments">${comments.slice(0, mostShown).map((one) => html`<li><a href=${addressOf(session.kb, "questions", one.entryId)}>${
          session.entries.questionOf(one.entryId)}</a><q>${one.text}</q></li>`)}</ul></section>` : nothing}`;
  }

  #faults(faulty) {
    return html`<div class="fault-table"><div class="page-head"><h3>${t("faulty", { n: faulty.length })}</h3><button class="button small" @click=${() => saveAs(
      csvOf([["place", "code", "text"], ...faulty.map((note) => [placeOf(note.place), note.code, note.text])]), "faults.csv")}>${t("downloadFaults")}</button></div>
      <div class="scroll-box" tabindex="0" role="region" aria-label=${t("faulty", { n: faulty.length })}><table class="data-table stacking"><thead><tr>
        <th scope="col">${t("place")}</th><th scope="col">${t("fault")}</th><th scope="col">${t("question")}</th><th scope="col">${t("answer")}</th></tr></thead>
        <tbody>${faulty.slice(0, mostShown).map((note, i) => {
          const own = this.mended.get(i) ?? { question: "", answer: "" };
          const write = (values) => {
            this.mended.set(i, { ...own, ...values });
            this.requestUpdate();
          };
          return html`<tr><td data-label=${t("place")}>${placeOf(note.place)}</td><td data-label=${t("fault")}>${said(note)}</td>
            <td data-label=${t("question")}><input class="field" aria-label=${t("mendQuestion", { place: placeOf(note.place) })} .value=${own.question} @input=${(event) => write({ question: event.target.value })}></td>
            <td data-label=${t("answer")}><input class="field" aria-label=${t("mendAnswer", { place: placeOf(note.place) })} .value=${own.answer} @input=${(event) => write({ answer: event.target.value })}></td></tr>`;
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

/** A note in the words of this page, with what the service says of it. */
const said = ({ code, text }) => html`${textOr(`note_${code}`, code)} <small>${text}</small>`;

/** Where something stands: file, sheet, row, column. */
const placeOf = ({ file, sheet, row, column }) => [file, sheet, row, column].filter((part) => part !== undefined && part !== null && part !== "").join(" · ");

customElements.define("faqbot-import", Import);
