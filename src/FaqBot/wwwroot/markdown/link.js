/** @param {string} target a URL that was found allowed */
export function linkElement(target, title) {
  const link = document.createElement("a");
  link.setAttribute("href", target);
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noopener noreferrer nofollow");
  setTitle(link, title);
  return link;
}

/** @param {string} source a URL that was found allowed */
export function imageElement(source, alt, title) {
  const image = document.createElement("img");
  image.setAttribute("alt", alt);
  image.setAttribute("loading", "lazy");
  image.setAttribute("decoding", "async");
  image.setAttribute("referrerpolicy", "no-referrer");
  setTitle(image, title);
  // Last, because a browser may start to load as soon as it knows the source.
  image.setAttribute("src", source);
  return image;
}

function setTitle(element, title) {
  if (title !== "") {
    element.setAttribute("title", title);
  }
}
