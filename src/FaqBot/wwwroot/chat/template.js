import { localize } from "../i18n.js";

/** A new copy of the template's one element, in the page's language. */
export function fromTemplate(id) {
  const element = document.querySelector(`#${id}`).content.firstElementChild.cloneNode(true);
  for (const text of element.querySelectorAll("[data-text]")) {
    localize(text, text.dataset.text);
  }
  return element;
}
