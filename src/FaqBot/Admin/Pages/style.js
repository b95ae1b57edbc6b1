import { Directive, directive, PartType } from "lit/directive.js";
import { noChange } from "lit";

/** Sets styles of an element by its object model: the pages' policy allows no style attributes. */
class Styles extends Directive {
  #known = {};

  constructor(part) {
    super(part);
    if (part.type !== PartType.ELEMENT) {
      throw new Error("styles() belongs into a tag.");
    }
  }

  update({ element }, [values]) {
    for (const [name, value] of Object.entries(values)) {
      if (this.#known[name] !== value) {
        element.style.setProperty(name, value);
      }
    }
    this.#known = values;
    return noChange;
  }

  render() {
    return noChange;
  }
}

export const styles = directive(Styles);
