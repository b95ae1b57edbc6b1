/**
 * Counts replies that came while nobody looked.
 * @param {() => boolean} isSeen
 * @param {(count: number) => void} show
 */
export function countUnread(isSeen, show) {
  let count = 0;
  return {
    came() {
      if (!isSeen()) {
        show(++count);
      }
    },
    seen() {
      if (count > 0) {
        show(count = 0);
      }
    },
  };
}
