import { html } from "lit";
import { t } from "../language.js";
import { go } from "../route.js";
import { session } from "../session.js";
import { openDialog } from "./dialog.js";

const areas = ["overview", "questions", "inbox", "test", "quality", "import", "history", "settings", "publish"];
const mostShown = 12;

/** Goes to an area or an entry by a few letters of its name. */
export function openPalette() {
  if (document.querySelector("dialog[open]")) {
    return;
  }
  let typed = "";
  let chosen = 0;
  openDialog(t("palette"), (dialog) => {
    const found = find(typed);
    chosen = Math.min(chosen, Math.max(found.length - 1, 0));
    const enter = (one) => {
      dialog.close();
      go(session.kb, one.area, one.item);
    };
    return html`<input class="field" type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" autofocus
      aria-label=${t("palette")} aria-activedescendant=${found.length > 0 ? `palette-${chosen}` : ""} placeholder=${t("paletteHint")}
      @input=${(event) => {
        typed = event.target.value;
        chosen = 0;
        dialog.update();
      }} @keydown=${(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) {
          event.preventDefault();
          chosen = (chosen + step + found.length) % Math.max(found.length, 1);
          dialog.update();
        } else if (event.key === "Enter" && found[chosen] && !event.isComposing) {
          event.preventDefault();
          enter(found[chosen]);
        }
      }}>
      <ul class="palette" id="palette-list" role="listbox" aria-label=${t("palette")}>${found.map((one, i) => html`<li id=${`palette-${i}`}
        role="option" aria-selected=${String(i === chosen)} @click=${() => enter(one)}><span>${one.text}</span>
        <small>${one.kind}</small></li>`)}</ul>`;
  });
}

function find(typed) {
  const words = typed.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (text) => words.every((word) => text.toLowerCase().includes(word));
  const found = areas.map((area) => ({ area, item: null, text: t(area), kind: t("area") })).filter((one) => fits(one.text));
  for (const row of words.length > 0 ? session.entries?.list ?? [] : []) {
    if (found.length >= mostShown) {
      break;
    }
    if (fits(row.text)) {
      found.push({ area: "questions", item: row.id, text: row.entry.question, kind: row.id });
    }
  }
  return found.slice(0, mostShown);
}
