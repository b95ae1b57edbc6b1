import { LitElement } from "lit";
import { onLanguage } from "./language.js";
import { onRoute } from "./route.js";
import { session } from "./session.js";

/** What all parts of the pages have in common: they live in the page's own tree and follow language, session and address. */
export class View extends LitElement {
  #leave = [];
  #fetched = 0;

  /** The knowledge base that is shown. */
  kb = null;

  /** What went wrong when it was fetched. */
  fault = null;

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

  willUpdate() {
    if (this.kb !== session.kb) {
      this.kb = session.kb;
      this.opened();
    }
  }

  /** Is called when the knowledge base is another one than before: what is shown of one is fetched here. */
  opened() {}

  /**
   * Shows what is fetched, or why it was not; what another call asked for meanwhile, of another knowledge base or another time, counts.
   * @param {() => Promise<object>} fetch gives values of this part
   * @returns {Promise<boolean>} whether they are shown
   */
  async fetch(fetch) {
    const number = ++this.#fetched;
    this.show({ fault: null });
    const values = await fetch().catch((fault) => ({ fault }));
    if (number === this.#fetched) {
      this.show(values);
    }
    return number === this.#fetched && !values.fault;
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
