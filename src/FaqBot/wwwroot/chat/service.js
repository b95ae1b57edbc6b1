import { localize } from "../i18n.js";
import { listKnowledgeBases } from "./api.js";

const shortestWaitSeconds = 1;
const longestWaitSeconds = 20;

/**
 * Learns what can be asked, as soon as the service can tell; says meanwhile what is going on.
 * @param {HTMLElement} notice
 * @returns {Promise<{kbs: object[], visitors: object}>} empty where the service does not tell pages
 */
export async function awaitService(notice) {
  for (let wait = shortestWaitSeconds; ; wait = Math.min(wait * 2, longestWaitSeconds)) {
    try {
      const known = await listKnowledgeBases();
      notice.hidden = true;
      return known;
    } catch (error) {
      if (!["starting", "unreachable", "offline", "timeout", "unavailable", "tooMany"].includes(error.kind)) {
        notice.hidden = true;
        return { kbs: [], visitors: {} };
      }
      if (error.kind !== "offline") {
        localize(notice, error.kind === "starting" ? "startingUp" : "away");
        notice.hidden = false;
      }
      await pause(Math.max(wait, Math.min(error.retryAfterSeconds, longestWaitSeconds)));
    }
  }
}

/** Waits; less where the network comes back. */
function pause(seconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, seconds * 1000);
    addEventListener("online", done, { once: true });
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    }
  });
}
