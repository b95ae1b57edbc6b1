import { loading, faultBox } from "../frame/faults.js";
import { get } from "../api.js";
import { session } from "../session.js";
import { View } from "../view.js";

/** A list of who may do what, of this knowledge base. */
export class AccessList extends View {
  kb = null;
  list = null;
  fault = null;

  willUpdate() {
    if (this.kb !== session.kb) {
      this.kb = session.kb;
      this.list = null;
      this.load();
    }
  }

  async load() {
    try {
      this.show({ list: await get(session.path(this.where)), fault: null });
    } catch (error) {
      this.show({ fault: error });
    }
  }

  render() {
    return this.fault ? faultBox(this.fault, () => this.load()) : this.list === null ? loading() : this.shown();
  }
}

export const roles = ["viewer", "analyst", "editor", "publisher", "owner"];
