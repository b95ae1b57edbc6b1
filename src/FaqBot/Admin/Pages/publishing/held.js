import { call, get, post } from "../api.js";
import { session } from "../session.js";

const keyOf = (kb) => `faqbot.admin.held/${kb}`;

/**
 * Takes changes out of the draft before it is published; they are change sets of their own, which bring them back afterwards.
 * @param {object[]} changes of draft/diff
 */
export async function hold(kb, changes, note) {
  const live = changes.some((change) => change.difference !== "added") ? await liveEntries(kb) : new Map();
  for (const change of changes) {
    const path = session.path(`entries/${encodeURIComponent(change.entryId)}`, kb);
    const why = `?note=${encodeURIComponent(note)}`;
    const number = change.difference === "added"
      ? (await call("DELETE", `${path}${why}&unlink=true`, { headers: { "If-Match": "*" } })).body.change?.number
      : change.difference === "removed" ? (await call("POST", `${path}/restore${why}`)).body.change?.number
      : (await call("PUT", `${path}${why}`, { body: live.get(change.entryId), headers: { "If-Match": "*" } })).revision;
    if (number) {
      remember(kb, [...heldOf(kb), number]);
    }
  }
}

/** Brings back what was held. */
export async function release(kb) {
  const held = heldOf(kb);
  while (held.length > 0) {
    await post(session.path(`changes/${held.at(-1)}/undo`, kb));
    held.pop();
    remember(kb, held);
  }
}

/** Change sets that are still to be taken back: after a publication that was cut off there may be some. */
export function heldOf(kb) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(kb))) ?? [];
  } catch {
    return [];
  }
}

function remember(kb, numbers) {
  if (numbers.length > 0) {
    localStorage.setItem(keyOf(kb), JSON.stringify(numbers));
  } else {
    localStorage.removeItem(keyOf(kb));
  }
}

async function liveEntries(kb) {
  const { published } = await get(session.path("versions?limit=1", kb));
  const { entries } = await get(session.path(`versions/${published}`, kb), { timeout: 60_000 });
  return new Map(entries.map((entry) => [entry.id, entry]));
}
