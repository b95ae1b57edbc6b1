const linkSchemes = new Set(["http:", "https:", "mailto:", "tel:"]);
const imageSchemes = new Set(["https:"]);

// Browsers drop tabs and line breaks inside a URL and read "\" as "/": what we check must be what they see.
const neverInUrl = /[\p{C}\p{Z}\\]/u;

// A first path segment of these cannot hold a scheme, an entity or an escape that someone else may decode into one.
const samePath = /^(?:\/(?!\/)|\.{1,2}\/|[?#]|[\p{L}\p{N}_.~-]+(?:[/?#]|$))/u;

/** @returns {string | null} the URL if it may be a link's target */
export function linkTarget(url) {
  return isAllowed(url, linkSchemes) ? url : null;
}

/** @returns {string | null} the URL if it may be an image's source */
export function imageSource(url) {
  return isAllowed(url, imageSchemes) ? url : null;
}

function isAllowed(url, schemes) {
  if (url === "" || neverInUrl.test(url)) {
    return false;
  }
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme === undefined) {
    return samePath.test(url) && staysOnSite(url);
  }
  return schemes.has(scheme) && hasHostIfWeb(url, scheme) && parse(url)?.protocol === scheme;
}

function hasHostIfWeb(url, scheme) {
  return !scheme.startsWith("http") || /^[a-z]+:\/\/[^/?#]/i.test(url);
}

function staysOnSite(url) {
  const anySite = "https://site.invalid";
  return parse(url, anySite)?.origin === anySite;
}

function parse(url, base) {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
}
