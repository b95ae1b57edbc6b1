import { html, render } from "lit";
import { t } from "../language.js";
import { icon } from "./icons.js";

/**
 * Opens a dialog of its own; it goes when it is closed.
 * @param {string} title
 * @param {(dialog: {close: (result?: unknown) => void, update: () => void, element: HTMLDialogElement}) => unknown} content a template
 * @returns {Promise<unknown>} what it was closed with; undefined where it was dismissed
 */
export function openDialog(title, content, { wide = false } = {}) {
  const element = document.createElement("dialog");
  element.className = wide ? "dialog wide" : "dialog";
  element.setAttribute("aria-label", title);
  document.body.append(element);
  let result;
  const dialog = {
    element,
    close(value) {
      result = value;
      element.close();
    },
    update() {
      render(html`<header class="dialog-head"><h2>${title}</h2>
        <button class="icon-button" aria-label=${t("close")} @click=${() => dialog.close()}>${icon("close")}</button></header>
        <div class="dialog-body">${content(dialog)}</div>`, element);
    },
  };
  dialog.update();
  element.showModal();
  element.querySelector("[autofocus]")?.focus();
  return new Promise((resolve) => {
    element.addEventListener("close", () => {
      element.remove();
      resolve(result);
    });
  });
}

/** Asks before something is done. */
export const confirmed = (title, text, action, { isDangerous = false } = {}) => openDialog(title, (dialog) => html`
  <p>${text}</p>
  <div class="dialog-foot"><button class="button" @click=${() => dialog.close(false)}>${t("cancel")}</button>
    <button class="button ${isDangerous ? "danger" : "primary"}" autofocus @click=${() => dialog.close(true)}>${action}</button></div>`);
