// CommonMark's delimiter algorithm, over a live list of sibling nodes, with two changes: Chinese, Japanese and
// Korean neighbours do not need a space around the marks, and nesting has an end.

const maxDepth = 8;

const punctuation = /[\p{P}\p{S}]/u;
const space = /\s/;
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303F\uFF00-\uFFEF]/u;

/**
 * A run of `*`, `_` or `~` that may open or close emphasis.
 * @param {Text} node holds the run, and nothing else
 * @param {string} before the character in front of the run, "" at the start
 * @param {string} after the character behind it, "" at the end
 */
export function delimiterRun(node, before, after) {
  const run = node.data;
  const mark = run[0];
  const opensHere = isFlanking(before, after);
  const closesHere = isFlanking(after, before);
  const isUnderscore = mark === "_";
  return {
    node,
    mark,
    length: run.length,
    left: run.length,
    canOpen: opensHere && (!isUnderscore || !closesHere || isPunctuation(before)),
    canClose: closesHere && (!isUnderscore || !opensHere || isPunctuation(after)),
    innerDepth: 0,
  };
}

/** Wraps what the runs enclose. All runs' nodes are siblings, in order. */
export function applyEmphasis(runs) {
  const openers = [];
  // Below which index of `openers` a kind of closer is known to find nothing; what keeps this linear.
  const searched = new Map();
  for (const closer of runs) {
    while (closer.canClose && closer.left > 0) {
      const index = findOpener(openers, closer, searched);
      if (index < 0) {
        break;
      }
      const opener = openers[index];
      shrink(openers, index + 1, searched);
      const isTooDeep = opener.innerDepth >= maxDepth;
      if (!isTooDeep) {
        wrap(opener, closer);
      }
      if (isTooDeep || opener.left === 0) {
        shrink(openers, index, searched);
      }
      if (isTooDeep) {
        break;
      }
    }
    if (closer.canOpen && closer.left > 0) {
      openers.push(closer);
    }
  }
}

function findOpener(openers, closer, searched) {
  const kind = closer.mark + (closer.length % 3) + closer.canOpen;
  const bottom = searched.get(kind) ?? 0;
  for (let index = openers.length - 1; index >= bottom; index--) {
    if (matches(openers[index], closer)) {
      return index;
    }
  }
  searched.set(kind, openers.length);
  return -1;
}

function matches(opener, closer) {
  if (opener.mark !== closer.mark) {
    return false;
  }
  // "*a**b*" is one emphasis around "a**b".
  const isAmbiguous = (opener.canClose || closer.canOpen)
    && (opener.length + closer.length) % 3 === 0
    && (opener.length % 3 !== 0 || closer.length % 3 !== 0);
  return !isAmbiguous;
}

/** Drops the openers from `length` on; the one below them then contains what they contained. */
function shrink(openers, length, searched) {
  if (length > 0) {
    const below = openers[length - 1];
    for (let index = length; index < openers.length; index++) {
      below.innerDepth = Math.max(below.innerDepth, openers[index].innerDepth);
    }
  }
  openers.length = length;
  for (const [kind, bottom] of searched) {
    searched.set(kind, Math.min(bottom, length));
  }
}

function wrap(opener, closer) {
  const used = opener.mark === "~" || (opener.left >= 2 && closer.left >= 2) ? 2 : 1;
  const element = document.createElement(opener.mark === "~" ? "del" : used === 2 ? "strong" : "em");
  while (opener.node.nextSibling !== closer.node) {
    element.append(opener.node.nextSibling);
  }
  closer.node.before(element);
  opener.innerDepth++;
  take(opener, used);
  take(closer, used);
}

function take(run, count) {
  run.left -= count;
  if (run.left > 0) {
    run.node.data = run.mark.repeat(run.left);
  } else {
    run.node.remove();
  }
}

/** Whether a mark between the two can open emphasis over what is inside; swapped, whether it can close. */
function isFlanking(outside, inside) {
  if (isSpace(inside)) {
    return false;
  }
  return !isPunctuation(inside) || isCjk(inside) || isSpace(outside) || isPunctuation(outside) || isCjk(outside);
}

function isSpace(character) {
  return character === "" || space.test(character);
}

function isPunctuation(character) {
  return character !== "" && punctuation.test(character);
}

function isCjk(character) {
  return character !== "" && cjk.test(character);
}
