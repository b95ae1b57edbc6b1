/** Keeps the page within what an on-screen keyboard leaves free, where the browser only covers the page with it. */
export function followVisualViewport() {
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
      document.documentElement.style.setProperty("--page-height", `${viewport.height}px`);
      scrollTo(0, 0);
    } else {
      document.documentElement.style.removeProperty("--page-height");
    }
  };
  viewport.addEventListener("resize", fit);
  fit();
}
