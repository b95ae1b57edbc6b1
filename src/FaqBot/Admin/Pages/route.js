const listeners = new Set();

/** Where the page is: #/knowledge base/area/item?query */
export function route() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);

  // A knowledge base begins where there is none yet.
  const [kb = "", area = "", ...rest] = parts[0] === "start" && parts.length === 1 ? ["", "start"] : parts;
  return { kb, area: area || "questions", item: rest.join("/") || null, query: new URLSearchParams(query) };
}

export function addressOf(kb, area, item, query) {
  const path = [kb, area, item].filter(Boolean).map(encodeURIComponent).join("/");
  return `#/${path}${query ? `?${new URLSearchParams(query)}` : ""}`;
}

/** Goes somewhere; with `replace` the way back leads past here. */
export function go(kb, area, item, { query, replace = false } = {}) {
  const address = addressOf(kb, area, item, query);
  if (replace) {
    history.replaceState(null, "", address);
    listeners.forEach((listener) => listener());
  } else if (location.hash === address) {
    listeners.forEach((listener) => listener());
  } else {
    location.hash = address;
  }
}

export function onRoute(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

addEventListener("hashchange", () => listeners.forEach((listener) => listener()));
