import { followVisualViewport } from "../../wwwroot/chat/viewport.js";
import { element } from "../../wwwroot/element.js";
import { label, say } from "../../wwwroot/i18n.js";

const onPhone = matchMedia("(max-width: 480px), (max-height: 480px)");
const withMouse = matchMedia("(hover: hover) and (pointer: fine)");

/** A button at the page's edge and the dialog that it opens: beside the page on a desk, over it on a phone. */
export class Panel {
  #launcher;
  #dialog;
  #question;
  #opened;

  /**
   * @param {ShadowRoot} root
   * @param {{opened: () => void, cleared: () => void, saved: () => void}} handlers
   */
  constructor(root, { opened, cleared, saved }) {
    this.#opened = opened;
    this.#launcher = element("button", {
      type: "button", id: "launcher", "data-label": "open", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": "panel",
    }, launcherIcon(), element("span", { class: "unread", "aria-hidden": "true", hidden: "" }));
    this.title = element("h2", { id: "title", "data-text": "title" });
    this.browse = iconButton("browse", "M4 6h16M4 12h16M4 18h10");
    this.browse.hidden = true;
    const save = iconButton("transcript", "M12 4v11m-5-4.5 5 5 5-5M5 20h14");
    const clear = iconButton("clear", "M5 7h14M10 7V4.5h4V7m-7.5 0 .8 12h9.4l.8-12M10.5 10.5v5.5m3-5.5v5.5");
    const close = iconButton("close", "m6 6 12 12M18 6 6 18");
    this.offline = element("p", { id: "offline", class: "notice", "data-text": "offline", hidden: "" });
    this.service = element("p", { id: "service", class: "notice", hidden: "" });
    // Only new messages are read out: countdowns change texts that were heard before.
    this.messages = element("div", {
      id: "messages", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0", "data-label": "conversation",
    });
    this.#dialog = element("dialog", { id: "panel", "aria-labelledby": "title", tabindex: "-1" },
      element("header", { class: "top" }, this.title, this.browse, save, clear, close),
      element("div", { role: "status" }, this.offline, this.service),
      this.messages,
      element("div", { id: "browser", role: "region", "data-label": "browse", hidden: "" }),
      composerForm());
    root.append(element("section", { "data-label": "title" }, this.#launcher, this.#dialog));
    this.#question = root.querySelector("#question");

    this.#launcher.addEventListener("click", () => (this.#dialog.open ? this.close() : this.open()));
    close.addEventListener("click", () => this.close());
    save.addEventListener("click", saved);
    clear.addEventListener("click", () => {
      cleared();
      this.#focus();
    });
    this.#dialog.addEventListener("close", () => this.#hasClosed());
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) {
        event.preventDefault();
        this.close();
      }
    });
    followVisualViewport(root.host, ({ offsetTop }) => root.host.style.setProperty("--page-top", `${offsetTop}px`));
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {number} count replies that nobody has seen */
  showUnread(count) {
    const badge = this.#launcher.querySelector(".unread");
    badge.hidden = count === 0;
    badge.textContent = String(count);
    if (count > 0) {
      this.#launcher.setAttribute("aria-label", say("unread", count));
    } else {
      label(this.#launcher, "open");
    }
  }

  open() {
    if (onPhone.matches) {
      // It covers the page, which must then be out of reach.
      this.#dialog.showModal();
    } else {
      this.#dialog.show();
    }
    this.#launcher.setAttribute("aria-expanded", "true");
    this.#opened();
    this.#focus();
  }

  close() {
    this.#dialog.close();
  }

  #hasClosed() {
    this.#launcher.setAttribute("aria-expanded", "false");
    this.#launcher.focus();
  }

  /** On a touch screen, focus in the field would bring up the keyboard over what was said. */
  #focus() {
    (withMouse.matches ? this.#question : this.#dialog).focus();
  }
}

function composerForm() {
  return element("form", { id: "composer" },
    element("ul", { id: "completions", role: "listbox", "data-label": "starters", hidden: "" }),
    element("div", { id: "completion-status", class: "visually-hidden", role: "status" }),
    element("label", { class: "visually-hidden", for: "question", "data-text": "question" }),
    element("div", { class: "field" },
      element("textarea", {
        id: "question", rows: "1", autocomplete: "off", enterkeyhint: "send", "data-placeholder": "placeholder",
        "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-describedby": "send-hint too-long",
      }),
      element("button", { id: "send", type: "submit", "data-label": "send", disabled: "" }, icon("M12 19V5M5.5 11.5 12 5l6.5 6.5"))),
    element("div", { class: "field-notes" },
      element("p", { id: "send-hint", "data-text": "sendHint" }),
      element("p", { id: "too-long", role: "status" }),
      element("p", { id: "counter", hidden: "" })));
}

function iconButton(key, path) {
  return element("button", { type: "button", id: key, "data-label": key }, icon(path));
}

function icon(path) {
  return element("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, element("path", { d: path }));
}

function launcherIcon() {
  return icon("M6 5h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-4.5 3.5V17H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Zm2.8 6 2.2 2.2 4.2-4.2");
}
