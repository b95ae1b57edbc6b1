import { indentOf, isBlank, listMarker, startsBlock } from "./line.js";

// Owners indent nested items by two columns even under "1.", where the content starts at three.
const nestingIndent = 2;

/** Reads the list that starts at lines[start]: its items' own lines, and the line after it. */
export function readList(lines, start) {
  const first = listMarker(lines[start]);
  const items = [];
  let next = start;
  while (next < lines.length) {
    const marker = listMarker(lines[next]);
    if (!marker || marker.ordered !== first.ordered || marker.mark !== first.mark) {
      break;
    }
    const item = readItem(lines, next, marker);
    items.push(item);
    next = item.next;
  }
  return { ordered: first.ordered, first: first.number, items, next };
}

function readItem(lines, start, marker) {
  const own = [marker.content];
  let blanks = 0;
  let tight = true;
  let nestedColumns = 0;
  let next = start + 1;
  for (; next < lines.length; next++) {
    const line = lines[next];
    if (isBlank(line)) {
      blanks++;
      continue;
    }
    const isNested = indentOf(line) >= marker.indent + nestingIndent;
    if (!isNested && (blanks > 0 || !continuesText(line, own.at(-1)))) {
      break;
    }
    for (; blanks > 0; blanks--) {
      own.push("");
      tight = false;
    }
    if (isNested) {
      // The first nested line sets the margin, so that lists below it keep their own steps.
      nestedColumns ||= Math.min(indentOf(line), marker.width);
    }
    own.push(withoutColumns(line, nestedColumns));
  }
  return { lines: own, tight, next: afterItem(lines, next, blanks) };
}

/** Blank lines after an item belong to the list only if another item follows them. */
function afterItem(lines, next, blanks) {
  return next < lines.length && listMarker(lines[next]) ? next : next - blanks;
}

function continuesText(line, above) {
  return !isBlank(above) && !startsBlock(above) && !startsBlock(line) && !listMarker(line);
}

function withoutColumns(line, width) {
  let columns = 0;
  let from = 0;
  while (columns < width && (line[from] === " " || line[from] === "\t")) {
    columns += line[from] === "\t" ? 4 : 1;
    from++;
  }
  return line.slice(from);
}
