import answer from "../../wwwroot/answer.css";
import base from "../../wwwroot/base.css";
import browser from "../../wwwroot/browser.css";
import composer from "../../wwwroot/composer.css";
import dark from "../../wwwroot/dark.css";
import devices from "../../wwwroot/devices.css";
import feedback from "../../wwwroot/feedback.css";
import messages from "../../wwwroot/messages.css";
import theme from "../../wwwroot/theme.css";
import widget from "./widget.css";

/**
 * Gives the shadow its styles as constructed sheets, which a policy against inline styles lets pass.
 * @param {ShadowRoot} root
 * @param {"auto"|"light"|"dark"} scheme
 */
export function adoptStyles(root, scheme) {
  const schemes = scheme === "light" ? [] : [sheet(dark, scheme === "dark" ? "all" : "(prefers-color-scheme: dark)")];
  root.adoptedStyleSheets = [sheet(theme), ...schemes, ...[base, messages, answer, feedback, browser, composer, devices, widget].map((text) => sheet(text))];
}

function sheet(text, media = "all") {
  const made = new CSSStyleSheet({ media });
  // The page around may have given its root another size of type than browsers do.
  made.replaceSync(text.replaceAll(/(\d*\.?\d+)rem\b/g, "calc($1 * var(--type-size))"));
  return made;
}
