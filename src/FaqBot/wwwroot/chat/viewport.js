/**
 * Keeps the page within what an on-screen keyboard leaves free, where the browser only covers the page with it.
 * @param {HTMLElement} page gets the height
 * @param {(viewport: VisualViewport) => void} settle brings the page to where it can be seen
 */
export function followVisualViewport(page = document.documentElement, settle = () => scrollTo(0, 0)) {
  const viewport = window.visualViewport;
  if (!viewport) {
    return;
  }
  const fit = () => {
    // Zooming in shrinks this viewport too, and must not change the layout.
    if (viewport.scale > 1.01) {
      return;
    }
    const isCovered = window.innerHeight - viewport.height > 1;
    if (isCovered) {
      page.style.setProperty("--page-height", `${viewport.height}px`);
      settle(viewport);
    } else {
      page.style.removeProperty("--page-height");
    }
  };
  viewport.addEventListener("resize", fit);
  fit();
}
