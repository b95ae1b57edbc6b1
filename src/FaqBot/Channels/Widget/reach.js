const shortestWaitSeconds = 2;
const longestWaitSeconds = 60;

/**
 * Waits until this page may ask the service. Until then the page has no widget, which would answer nobody; its console says what to do.
 */
export async function reach() {
  let hasSaid = false;
  for (let wait = shortestWaitSeconds; ; wait = Math.min(wait * 2, longestWaitSeconds)) {
    const state = await stateOf(new URL("api/v1/kbs", import.meta.url), new URL("healthz", import.meta.url));
    if (state === "open") {
      return;
    }
    if (!hasSaid && state === "closed") {
      console.error(
        `FaqBot: the service does not let pages of ${location.origin} ask it. Name this origin there: `
        + `FaqBot__Http__CorsOrigins__0=${location.origin} (FaqBot:Http:CorsOrigins).`);
    } else if (!hasSaid) {
      console.warn("FaqBot: the service cannot be reached, or the page's policy (connect-src) does not allow it. Trying again.");
    }
    hasSaid = true;
    await pause(wait);
  }
}

/** Any reply that the page may read opens it: a service that is starting is one that will answer. */
async function stateOf(asked, probe) {
  try {
    await fetch(asked, { cache: "no-store" });
    return "open";
  } catch {
    try {
      // Opaque: it tells that somebody is there, and nothing else.
      await fetch(probe, { mode: "no-cors", cache: "no-store" });
      return "closed";
    } catch {
      return "away";
    }
  }
}

/** Waits; less where the network or the visitor comes back. */
function pause(seconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, seconds * 1000);
    const seen = () => !document.hidden && done();
    addEventListener("online", done, { once: true });
    document.addEventListener("visibilitychange", seen);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", seen);
      resolve();
    }
  });
}
