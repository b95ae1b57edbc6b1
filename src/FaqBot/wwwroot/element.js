const svg = new Set(["svg", "rect", "path"]);

/**
 * Builds an element out of nodes, never out of markup.
 * @param {string} name its tag
 * @param {Record<string, string>} attributes
 * @param {...(Node|string)} children
 */
export function element(name, attributes = {}, ...children) {
  const made = svg.has(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, value);
  }
  made.append(...children);
  return made;
}
