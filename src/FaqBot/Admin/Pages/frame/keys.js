import { html } from "lit";
import { t } from "../language.js";
import { go } from "../route.js";
import { session } from "../session.js";
import { openDialog } from "./dialog.js";
import { openPalette } from "./palette.js";

const areas = { o: "overview", q: "questions", i: "inbox", t: "test", h: "history", s: "settings" };

/** Keys that work everywhere; those of an area are its own. */
export function onKeys(page) {
  let waitsForArea = false;
  addEventListener("keydown", (event) => {
    if (session.state !== "ready" || event.isComposing) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (isTyping(event.target) || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (waitsForArea && areas[event.key]) {
      event.preventDefault();
      go(session.kb, areas[event.key]);
    } else if (event.key === "/") {
      event.preventDefault();
      const field = page.$("#search");
      if (field) {
        field.focus();
      } else {
        go(session.kb, "questions");
        requestAnimationFrame(() => page.$("#search")?.focus());
      }
    } else if (event.key === "?") {
      event.preventDefault();
      showKeys();
    }
    waitsForArea = event.key === "g";
  });
}

export const isTyping = (element) => element.closest?.("input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]") !== null;

const rows = [
  ["/", "keySearch"], ["Ctrl K", "keyPalette"], ["j k", "keyMove"], ["Enter", "keyOpen"], ["x", "keySelect"], ["e", "keyEdit"],
  ["a", "keyWording"], ["Ctrl S", "keySave"], ["Ctrl Z", "keyUndo"], ["g q", "keyGo"], ["?", "keyHelp"],
];

export const showKeys = () => openDialog(t("keyboard"), () => html`<table class="keys"><tbody>${rows.map(([keys, text]) => html`<tr>
  <th scope="row">${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</th><td>${t(text)}</td></tr>`)}</tbody></table>`);
