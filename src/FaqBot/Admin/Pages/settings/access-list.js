import { loading, faultBox } from "../frame/faults.js";
import { get } from "../api.js";
import { session } from "../session.js";
import { View } from "../view.js";

/** A list of who may do what, of this knowledge base. */
export class AccessList extends View {
  list = null;

  opened() {
    this.list = null;
    this.load();
  }

  load() {
    return this.fetch(async () => ({ list: await get(session.path(this.where)) }));
  }

  render() {
    return this.fault ? faultBox(this.fault, () => this.load()) : this.list === null ? loading() : this.shown();
  }
}

export const roles = ["viewer", "analyst", "editor", "publisher", "owner"];
