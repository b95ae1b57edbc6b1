/**
 * Finds where code spans end. All runs are indexed once, so that many lengths without a partner cost nothing each.
 * @returns {(length: number, from: number) => number} index of the next run of that length, or -1.
 *   `from` must not go back between calls.
 */
export function backtickRuns(text) {
  const startsByLength = new Map();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const found = startsByLength.get(run.length);
    if (found) {
      found.starts.push(index);
    } else {
      startsByLength.set(run.length, { starts: [index], next: 0 });
    }
  }
  return (length, from) => {
    const found = startsByLength.get(length);
    if (!found) {
      return -1;
    }
    while (found.starts[found.next] < from) {
      found.next++;
    }
    return found.starts[found.next] ?? -1;
  };
}
