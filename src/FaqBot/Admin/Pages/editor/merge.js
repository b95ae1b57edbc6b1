const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

export const equal = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value) {
  return isMap(value) ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
    : Array.isArray(value) ? value.map(sorted) : value;
}

/** The same but for blanks at the ends of texts, which the service takes away. */
const same = (a, b) => equal(trimmed(a), trimmed(b));

function trimmed(value) {
  return typeof value === "string" ? value.trim()
    : Array.isArray(value) ? value.map(trimmed)
    : isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, trimmed(part)])) : value;
}

/** The merge patch (RFC 7396) that makes the one of the other. */
export function patchOf(before, after) {
  const patch = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (equal(before[key], after[key])) {
      continue;
    }
    patch[key] = after[key] === undefined ? null
      : isMap(before[key]) && isMap(after[key]) ? patchOf(before[key], after[key]) : after[key];
  }
  return patch;
}

/** Members with a member of their own for each language: answer.en, so that two people may write two languages. */
function flat(entry) {
  const flattened = {};
  for (const [key, value] of Object.entries(entry ?? {})) {
    if (key === "answer" && isMap(value)) {
      Object.entries(value).forEach(([tag, text]) => {
        flattened[`${key}.${tag}`] = text;
      });
    } else {
      flattened[key] = value;
    }
  }
  return flattened;
}

function whole(flattened) {
  const entry = {};
  for (const [path, value] of Object.entries(flattened)) {
    const [key, tag] = path.split(".");
    if (value === undefined) {
      continue;
    }
    if (tag === undefined) {
      entry[key] = value;
    } else {
      entry[key] = { ...(isMap(entry[key]) ? entry[key] : {}), [tag]: value };
    }
  }
  return entry;
}

/**
 * Puts together what two people made of the same entry.
 * @param {Record<string, "mine"|"theirs">} choices for members that both have changed
 * @returns {{entry: object, contested: {member: string, base: unknown, mine: unknown, theirs: unknown}[]}}
 */
export function merge(base, mine, theirs, choices = {}) {
  const [was, my, their] = [flat(base), flat(mine), flat(theirs)];
  const merged = {};
  const contested = [];
  for (const key of new Set([...Object.keys(their), ...Object.keys(my)])) {
    const isMine = !equal(was[key], my[key]);
    const isTheirs = !same(was[key], their[key]);
    if (isMine && isTheirs && !same(my[key], their[key])) {
      contested.push({ member: key, base: was[key], mine: my[key], theirs: their[key] });
      merged[key] = choices[key] === "theirs" ? their[key] : my[key];
    } else {
      merged[key] = isMine ? my[key] : their[key];
    }
  }
  return { entry: whole(merged), contested };
}
