import { start } from "./main.js";

// Of the tag that is run; later no tag is.
const { dataset } = document.currentScript;

async function begin() {
  try {
    await start(dataset);
  } catch {
    // A page without its widget is still a page. The connection may be back later.
    addEventListener("online", begin, { once: true });
  }
}

if (document.readyState === "loading") {
  addEventListener("DOMContentLoaded", begin, { once: true });
} else {
  begin();
}
