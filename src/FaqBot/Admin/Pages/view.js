import { LitElement } from "lit";
import { onLanguage } from "./language.js";
import { onRoute } from "./route.js";
import { session } from "./session.js";

/** What all parts of the pages have in common: they live in the page's own tree and follow language, session and address. */
export class View extends LitElement {
  #leave = [];

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    const update = () => this.requestUpdate();
    this.#leave = [onLanguage(update), session.listen(update), onRoute(update)];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.forEach((leave) => leave());
  }

  /** After signing out there is nothing to show any more, but for those parts that say so. */
  shouldUpdate() {
    return session.kb !== null || this.constructor.needsNoBase === true;
  }

  /** Sets what is shown, and shows it. */
  show(values) {
    Object.assign(this, values);
    this.requestUpdate();
  }

  $(selector) {
    return this.renderRoot.querySelector(selector);
  }
}
