const shared = ["theme", "base", "messages", "answer", "composer", "devices", "widget/widget"];

/**
 * Gives the shadow its styles as constructed sheets, which a policy against inline styles lets pass.
 * @param {ShadowRoot} root
 * @param {"auto"|"light"|"dark"} theme
 */
export async function adoptStyles(root, theme) {
  const [first, ...others] = await Promise.all(shared.map((name) => loadSheet(name)));
  const schemes = theme === "light" ? [] : [await loadSheet("dark", theme === "dark" ? "all" : "(prefers-color-scheme: dark)")];
  root.adoptedStyleSheets = [first, ...schemes, ...others];
}

async function loadSheet(name, media = "all") {
  const response = await fetch(new URL(`../${name}.css`, import.meta.url));
  if (!response.ok) {
    throw new Error(`${name}.css: ${response.status}`);
  }
  const sheet = new CSSStyleSheet({ media });
  // The page around may have given its root another size of type than browsers do.
  const text = (await response.text()).replaceAll(/(\d*\.?\d+)rem\b/g, "calc($1 * var(--type-size))");
  sheet.replaceSync(text);
  return sheet;
}
