// Ends at the first character beyond ASCII: Chinese text follows an address without a space.
const bareUrl = /https?:\/\/[^\s<>"`[\]\\|\x00-\x20\x7F-\uFFFF]+/iy;
const angleUrl = /<(https?:\/\/[^\s<>\x00-\x20]+)>/iy;
const trailing = new Set(".,:;!?'*_~");

/** @returns {{url: string, length: number} | null} */
export function readAutolink(text, at) {
  if (/[A-Za-z0-9]/.test(text[at - 1] ?? "")) {
    return null;
  }
  bareUrl.lastIndex = at;
  const match = bareUrl.exec(text);
  if (!match) {
    return null;
  }
  const url = withoutTrailingPunctuation(match[0]);
  return { url, length: url.length };
}

/** @returns {{url: string, length: number} | null} */
export function readAngleAutolink(text, at) {
  angleUrl.lastIndex = at;
  const match = angleUrl.exec(text);
  return match && { url: match[1], length: match[0].length };
}

/** A closing parenthesis is the URL's own only if it was opened there. */
function withoutTrailingPunctuation(url) {
  let unopened = 0;
  for (const character of url) {
    unopened += character === ")" ? 1 : character === "(" ? -1 : 0;
  }
  let end = url.length;
  for (; end > 0; end--) {
    const last = url[end - 1];
    if (last === ")" && unopened > 0) {
      unopened--;
    } else if (!trailing.has(last)) {
      break;
    }
  }
  return url.slice(0, end);
}
