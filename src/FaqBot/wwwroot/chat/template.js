import { element } from "../element.js";
import { localize } from "../i18n.js";

const hidden = (key) => element("span", { class: "visually-hidden", "data-text": key });

const templates = {
  "user-message": () =>
    element("div", { class: "message user" }, hidden("you"), element("p", { class: "bubble text", dir: "auto" })),

  "bot-message": () =>
    element("div", { class: "message bot" },
      element("svg", { class: "avatar", viewBox: "0 0 40 40", "aria-hidden": "true" },
        element("rect", { class: "logo-ground", width: "40", height: "40", rx: "20" }),
        element("path", { class: "logo-bubble", d: "M13 12h14a4 4 0 0 1 4 4v6a4 4 0 0 1-4 4h-6.5L15 30.5V26h-2a4 4 0 0 1-4-4v-6a4 4 0 0 1 4-4Z" }),
        element("path", { class: "logo-mark", d: "m15.4 19 3 3 6.2-6.2" })),
      element("div", { class: "body" }, hidden("bot"), element("div", { class: "bubble", dir: "auto" }))),

  "answer-facts": () =>
    element("p", { class: "facts" },
      element("span", { class: "confidence" },
        hidden("confidence"),
        element("span", { class: "bar", "aria-hidden": "true" }, element("span", { class: "bar-fill" })),
        element("span", { class: "percentage" }),
        element("span", { class: "band visually-hidden" })),
      element("span", { class: "badge", "data-text": "cached" }),
      element("span", { class: "elapsed" }),
      element("span", { class: "matched" })),

  thinking: () =>
    element("div", { class: "thinking" },
      hidden("thinking"),
      element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i"))),
};

/** A new copy of the template's one element, in the page's language. */
export function fromTemplate(id) {
  const made = templates[id]();
  for (const text of made.querySelectorAll("[data-text]")) {
    localize(text, text.dataset.text);
  }
  return made;
}
