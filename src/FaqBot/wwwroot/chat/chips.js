import { known, label as name, localize, owners } from "../i18n.js";

/**
 * A row of things the user may say next.
 * @template Choice
 * @param {string} label key of the row's name
 * @param {Choice[]} choices each with its `text` and perhaps its `language`, or with `texts` by language that follow the page's
 * @param {(choice: Choice, shown: string) => void} choose
 * @param {string} [spoken] language of what the row belongs to
 */
export function createChips(label, choices, choose, spoken) {
  const row = document.createElement("div");
  row.className = "chips";
  row.setAttribute("role", "group");
  name(row, label, spoken);
  for (const choice of choices) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    if (choice.texts) {
      localize(chip, owners, choice.texts);
    } else {
      chip.textContent = choice.text;
      if (known(choice.language)) {
        chip.lang = choice.language;
      }
    }
    chip.addEventListener("click", () => choose(choice, chip.textContent));
    row.append(chip);
  }
  return row;
}
