import { localize, say } from "../i18n.js";

/**
 * A row of things the user may say next.
 * @template Choice
 * @param {string} label key of the row's name
 * @param {Choice[]} choices each with its `text`, or the `key` and `subject` of one that follows the page's language
 * @param {(choice: Choice) => void} choose
 */
export function createChips(label, choices, choose) {
  const row = document.createElement("div");
  row.className = "chips";
  row.setAttribute("role", "group");
  row.dataset.label = label;
  row.setAttribute("aria-label", say(label));
  for (const choice of choices) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    if (choice.key) {
      localize(chip, choice.key, choice.subject);
    } else {
      chip.textContent = choice.text;
    }
    chip.addEventListener("click", () => choose(choice));
    row.append(chip);
  }
  return row;
}
