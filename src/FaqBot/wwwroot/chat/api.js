import { fetchJson } from "../http.js";

/** @returns {Promise<object>} the server's reply; rejects with a RequestError */
export function ask(request) {
  return fetchJson("api/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  });
}

/** @returns {Promise<object[]>} questions that the text may become; rejects with a RequestError */
export async function complete(text, knowledgeBase) {
  const query = new URLSearchParams({ q: text });
  if (knowledgeBase) {
    query.set("kb", knowledgeBase);
  }
  const { suggestions } = await fetchJson(`api/v1/suggest?${query}`);
  return Array.isArray(suggestions) ? suggestions : [];
}

/** @returns {Promise<{kbs: object[], visitors: object}>} what can be asked, and what visitors are told; rejects with a RequestError */
export async function listKnowledgeBases() {
  const { kbs, visitors } = await fetchJson("api/v1/kbs");
  return { kbs: Array.isArray(kbs) ? kbs : [], visitors: visitors ?? {} };
}

/**
 * @param {{kb?: string, language: string, category?: string, q?: string, skip?: number}} wanted
 * @returns {Promise<object>} categories and questions; rejects with a RequestError
 */
export function browse(wanted) {
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  return fetchJson(`api/v1/browse?${query}`);
}

/** @returns {Promise<object>} when people have what a visitor wrote; rejects with a RequestError */
export function sendMessage(message) {
  return fetchJson("api/v1/contact", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
    timeout: 60_000,
  });
}

/** @returns {Promise<object>} when it arrived; rejects with a RequestError */
export function sendFeedback(feedback) {
  return fetchJson("api/v1/feedback", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(feedback),
    keepalive: true,
  });
}
