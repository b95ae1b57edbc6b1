import { start } from "./main.js";
import { reach } from "./reach.js";

// Of the tag that is run; later no tag is.
const { dataset } = document.currentScript;

async function begin() {
  await reach();
  await start(dataset);
}

if (document.readyState === "loading") {
  addEventListener("DOMContentLoaded", begin, { once: true });
} else {
  begin();
}
