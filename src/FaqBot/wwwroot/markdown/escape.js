const escapable = /[!-/:-@[-`{-~]/;

/** Whether a backslash in front of the character takes away its meaning. */
export function isEscapable(character) {
  return character !== undefined && escapable.test(character);
}

export function unescape(text) {
  return text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}
