import { element } from "../element.js";

/**
 * The owner's picture; it leaves again where it cannot be shown.
 * @param {string | null | undefined} url
 * @param {(logo: HTMLImageElement) => void} place puts it where it belongs, once it is there
 */
export function showLogo(url, place) {
  if (!/^https?:/i.test(url ?? "")) {
    return;
  }
  const logo = element("img", { class: "logo", alt: "", referrerpolicy: "no-referrer", decoding: "async" });
  logo.addEventListener("load", () => place(logo), { once: true });
  logo.src = url;
}
