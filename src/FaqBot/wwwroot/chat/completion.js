import { localize } from "../i18n.js";
import { complete } from "./api.js";

const restMilliseconds = 120;
const maxCharacters = 100;

/**
 * A list of questions that what is typed may become, above the field. Focus stays in the field, which names the active one.
 * A field of several lines may not take the role combobox; its textbox carries the same properties.
 * @param {HTMLTextAreaElement} input
 * @param {(question: string) => void} choose
 */
export function createCompletion(input, choose) {
  const root = input.getRootNode();
  const list = root.querySelector("#completions");
  const status = root.querySelector("#completion-status");
  let knowledgeBase;
  let timer;
  let asked = 0;
  let active = -1;
  let isOffered = true;

  function close() {
    clearTimeout(timer);
    asked++;
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    status.replaceChildren();
    input.removeAttribute("aria-activedescendant");
    input.removeAttribute("aria-controls");
  }

  function typed() {
    const text = input.value.trim();
    if (!isOffered || !text || text.includes("\n") || [...text].length > maxCharacters) {
      close();
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => show(text), restMilliseconds);
  }

  async function show(text) {
    const mine = ++asked;
    let questions;
    try {
      questions = await complete(text, knowledgeBase);
    } catch (error) {
      // Whoever types can ask without it; a service that has none is not asked again.
      isOffered = error.kind !== "notFound";
      questions = [];
    }
    if (mine !== asked) {
      return;
    }
    questions = questions.filter(({ question }) => question !== text);
    if (questions.length === 0) {
      close();
      return;
    }
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-controls", list.id);
    list.replaceChildren(...questions.map(createOption));
    list.hidden = false;
    status.replaceChildren(localize(document.createElement("span"), "completions", questions.length));
  }

  function createOption({ question }, index) {
    const option = document.createElement("li");
    option.id = `completion-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = question;
    // Before the field loses focus, which closes the list.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => pick(option));
    return option;
  }

  function pick(option) {
    const question = option.textContent;
    close();
    choose(question);
  }

  function move(step) {
    const count = list.children.length;
    list.children[active]?.setAttribute("aria-selected", "false");
    // One place more than there are options: past either end the field's own text counts.
    active = ((active + 1 + step + count + 1) % (count + 1)) - 1;
    const option = list.children[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  input.addEventListener("input", typed);
  input.addEventListener("blur", close);

  return {
    set knowledgeBase(id) {
      knowledgeBase = id;
    },
    close,
    /** @returns {boolean} whether the key was one for the list */
    takesKey(event) {
      if (list.hidden) {
        return false;
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") {
        close();
      } else if (event.key === "Enter" && active >= 0) {
        pick(list.children[active]);
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
  };
}
