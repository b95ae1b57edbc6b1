// What one line can be. No pattern here can backtrack over the rest of a line: a line may be the whole text.

export function isBlank(line) {
  return line.trim() === "";
}

/** Columns of white space before the text; a tab counts as four. */
export function indentOf(line) {
  let columns = 0;
  for (const character of line) {
    if (character === " ") {
      columns++;
    } else if (character === "\t") {
      columns += 4;
    } else {
      break;
    }
  }
  return columns;
}

export function isRule(line) {
  const marks = line.trim();
  if (marks[0] !== "-" && marks[0] !== "*" && marks[0] !== "_") {
    return false;
  }
  let count = 0;
  for (const character of marks) {
    if (character === marks[0]) {
      count++;
    } else if (character !== " " && character !== "\t") {
      return false;
    }
  }
  return count >= 3;
}

export function headingLevel(line) {
  const match = /^[ \t]*(#{1,6})(?=[ \t]|$)/.exec(line);
  return match ? match[1].length : 0;
}

export function isQuote(line) {
  return /^[ \t]*>/.test(line);
}

/** @returns {{mark: string, length: number, indent: number} | null} */
export function openingFence(line) {
  const text = line.trimStart();
  const mark = text[0];
  if (mark !== "`" && mark !== "~") {
    return null;
  }
  const length = runLength(text, mark);
  if (length < 3 || (mark === "`" && text.indexOf("`", length) >= 0)) {
    return null;
  }
  return { mark, length, indent: indentOf(line) };
}

export function closesFence(line, fence) {
  const text = line.trim();
  return text.length >= fence.length && runLength(text, fence.mark) === text.length;
}

/** @returns {{ordered: boolean, mark: string, number: number, indent: number, width: number, content: string} | null} */
export function listMarker(line) {
  const match = /^[ \t]*(?:([-+*])|([0-9]{1,9})([.)]))(?=[ \t]|$)/.exec(line);
  if (!match || isRule(line)) {
    return null;
  }
  const [, bullet, digits, delimiter] = match;
  const rest = line.slice(match[0].length);
  const content = rest.trimStart();
  const indent = indentOf(line);
  const markerLength = bullet ? 1 : digits.length + 1;
  const gap = Math.min(Math.max(rest.length - content.length, 1), 4);
  return {
    ordered: !bullet,
    mark: bullet ?? delimiter,
    number: bullet ? 0 : Number(digits),
    indent,
    width: indent + markerLength + gap,
    content,
  };
}

/** Whether the line ends a paragraph above it. A number other than 1 does not: "in\n2024. That" is a sentence. */
export function startsBlock(line) {
  if (openingFence(line) || headingLevel(line) || isRule(line) || isQuote(line)) {
    return true;
  }
  const marker = listMarker(line);
  return marker !== null && marker.content !== "" && (!marker.ordered || marker.number === 1);
}

function runLength(text, mark) {
  let length = 0;
  while (text[length] === mark) {
    length++;
  }
  return length;
}
