const timeoutMilliseconds = 15_000;

/** Why a request got no reply. */
export class RequestError extends Error {
  /**
   * @param {"offline"|"unreachable"|"timeout"|"tooMany"|"starting"|"unavailable"|"rejected"|"forbidden"|"notFound"|"failed"} kind
   * @param {string} detail what the server said, or ""
   * @param {number} retryAfterSeconds how long the server wants to be left alone
   * @param {object|null} problem all that the server said
   * @param {number} status of the reply; 0 where there was none
   */
  constructor(kind, detail = "", retryAfterSeconds = 0, problem = null, status = 0) {
    super(detail || kind);
    this.kind = kind;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
    this.problem = problem;
    this.status = status;
  }
}

/**
 * @param {string} path below the service that this module comes from, whatever page uses it
 * @returns {Promise<object>} the reply's body, an empty one if the service had nothing to say; rejects with a RequestError
 */
export async function fetchJson(path, options) {
  return (await fetchReply(path, options)).body;
}

/**
 * The same with the reply's headers.
 * @param {{timeout?: number, [name: string]: unknown}} options those of fetch, and how many milliseconds to wait at most
 * @returns {Promise<{body: object, headers: Headers, status: number}>}
 */
export async function fetchReply(path, { timeout = timeoutMilliseconds, ...options } = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout);
  try {
    const response = await fetch(new URL(path, import.meta.url), { ...options, signal: abort.signal, cache: "no-store" });
    const body = await readJson(response);
    if (!response.ok) {
      const kind = kindsByCode[body?.code] ?? kindOf(response.status);
      throw new RequestError(kind, detailOf(body), secondsToWait(response.headers.get("Retry-After")), body, response.status);
    }
    const reply = { headers: response.headers, status: response.status };
    if (response.status === 204) {
      return { ...reply, body: {} };
    }
    if (body === null || typeof body !== "object") {
      throw new RequestError("failed");
    }
    return { ...reply, body };
  } catch (error) {
    if (error instanceof RequestError) {
      throw error;
    }
    throw new RequestError(abort.signal.aborted ? "timeout" : navigator.onLine ? "unreachable" : "offline");
  } finally {
    clearTimeout(timer);
  }
}

/** A proxy's error page is not JSON; its status still tells enough. */
async function readJson(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// What a code says more exactly than the status: that others keep the service busy is not this caller's haste.
const kindsByCode = { not_ready: "starting", busy: "unavailable" };

function kindOf(status) {
  switch (status) {
    case 401:
    case 403: return "forbidden";
    case 404: return "notFound";
    case 408:
    case 504: return "timeout";
    case 429: return "tooMany";
    case 502:
    case 503: return "unavailable";
    default: return status < 500 ? "rejected" : "failed";
  }
}

function detailOf(problem) {
  const fieldErrors = Object.values(problem?.errors ?? {}).flat();
  const texts = fieldErrors.length > 0 ? fieldErrors : [problem?.detail ?? problem?.title ?? ""];
  return texts.filter((text) => typeof text === "string").join("\n");
}

/** @param {string | null} retryAfter seconds or an HTTP date */
function secondsToWait(retryAfter) {
  if (!retryAfter) {
    return 0;
  }
  const seconds = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : 0;
}
