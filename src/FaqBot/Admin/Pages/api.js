import { fetchReply, RequestError } from "../../wwwroot/http.js";

export { RequestError };

const storageKey = "faqbot.admin.key";
let key = read();
let forbidden = () => {};
let antiforgery = null;

function read() {
  try {
    return sessionStorage.getItem(storageKey) ?? "";
  } catch {
    return "";
  }
}

export const hasKey = () => key !== "";

/** Keeps the key until the tab is closed; an empty one forgets it. */
export function useKey(value) {
  key = value;
  try {
    if (value) {
      sessionStorage.setItem(storageKey, value);
    } else {
      sessionStorage.removeItem(storageKey);
    }
  } catch {
    // Storage is blocked: the key then lasts until the page is left.
  }
}

/** What a page must repeat with every change where a cookie says who calls. */
export function useAntiforgery(token) {
  antiforgery = token;
}

/** Is called when the service does not take the key any more. */
export function onForbidden(listener) {
  forbidden = listener;
}

const authorized = (headers = {}) => (key ? { Authorization: `Bearer ${key}`, ...headers }
  : antiforgery ? { "X-FaqBot-Antiforgery": antiforgery, ...headers } : headers);

/**
 * Calls a route of the public API.
 * @param {string} method
 * @param {string} path below /api/v1/
 * @param {{body?: unknown, headers?: object, timeout?: number}} options
 * @returns {Promise<{body: object, revision: number|null, status: number}>} rejects with a RequestError
 */
export async function call(method, path, { body, headers, timeout } = {}) {
  const json = body !== undefined && !(body instanceof Blob) && !(body instanceof FormData);
  try {
    const reply = await fetchReply(`api/v1/${path}`, {
      method,
      timeout,
      headers: authorized(json ? { "Content-Type": "application/json", ...headers } : headers),
      body: json ? JSON.stringify(body) : body,
    });
    return { body: reply.body, status: reply.status, revision: revisionOf(reply.headers.get("ETag")) };
  } catch (error) {
    if (error.status === 401) {
      forbidden();
    }
    throw error;
  }
}

export const get = async (path, options) => (await call("GET", path, options)).body;

/** What there may be none of yet, as before the first publication, or what is not for this person: then null. Every other fault is one. */
export const getIfAny = (path, options) => get(path, options).catch(nullIfNone);

export function nullIfNone(error) {
  if (["notFound", "forbidden"].includes(error.kind)) {
    return null;
  }
  throw error;
}

export const post = async (path, body = {}, options = {}) => (await call("POST", path, { body, ...options })).body;

/** Saves what a route gives as a file. */
export async function download(path, name) {
  const response = await fetch(new URL(`api/v1/${path}`, import.meta.url), { headers: authorized(), cache: "no-store" });
  if (!response.ok) {
    throw new RequestError("failed", "", 0, null, response.status);
  }
  saveAs(await response.blob(), name);
}

/** Saves a content as a file. */
export function saveAs(content, name, type = "text/csv") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function revisionOf(tag) {
  const number = Number(tag?.replaceAll('"', ""));
  return tag && Number.isInteger(number) ? number : null;
}
