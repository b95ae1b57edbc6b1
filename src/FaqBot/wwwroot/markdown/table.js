import { appendInline } from "./inline.js";

/** A row of cells over a row of dashes, with as many columns. */
export function isTableStart(lines, index) {
  const dashes = lines[index + 1];
  if (dashes === undefined || !/^[ \t|:-]+$/.test(dashes) || !dashes.includes("-") || !lines[index].includes("|")) {
    return false;
  }
  const alignments = readAlignments(dashes);
  return alignments !== null && alignments.length === splitRow(lines[index]).length;
}

export function readTable(lines, start) {
  const alignments = readAlignments(lines[start + 1]);
  const table = document.createElement("table");
  const head = document.createElement("thead");
  head.append(tableRow("th", splitRow(lines[start]), alignments));
  const body = document.createElement("tbody");
  let next = start + 2;
  while (next < lines.length && lines[next].includes("|")) {
    body.append(tableRow("td", splitRow(lines[next]), alignments));
    next++;
  }
  table.append(head, body);
  const scroller = document.createElement("div");
  scroller.className = "table-scroller";
  scroller.append(table);
  return { element: scroller, next };
}

/** Short rows are not filled up: a wide head over many empty rows would grow with their product. */
function tableRow(cellName, cells, alignments) {
  const row = document.createElement("tr");
  cells.slice(0, alignments.length).forEach((text, column) => {
    const cell = document.createElement(cellName);
    if (cellName === "th") {
      cell.setAttribute("scope", "col");
    }
    if (alignments[column]) {
      cell.className = alignments[column];
    }
    appendInline(cell, text);
    row.append(cell);
  });
  return row;
}

function readAlignments(line) {
  const alignments = [];
  for (const cell of splitRow(line)) {
    if (!/^:?-+:?$/.test(cell)) {
      return null;
    }
    const left = cell.startsWith(":");
    const right = cell.endsWith(":");
    alignments.push(left && right ? "align-center" : right ? "align-right" : "");
  }
  return alignments;
}

function splitRow(line) {
  const row = line.trim();
  const cells = [];
  let cell = "";
  let from = row.startsWith("|") ? 1 : 0;
  for (let at = from; at <= row.length; at++) {
    if (at === row.length || row[at] === "|") {
      cells.push((cell + row.slice(from, at)).trim());
      cell = "";
      from = at + 1;
    } else if (row[at] === "\\" && row[at + 1] === "|") {
      cell += row.slice(from, at) + "|";
      from = at + 2;
      at++;
    } else if (row[at] === "\\") {
      at++;
    }
  }
  // A closing bar ends the last cell; it does not open another.
  if (cells.length > 1 && row.endsWith("|") && cells.at(-1) === "") {
    cells.pop();
  }
  return cells;
}
