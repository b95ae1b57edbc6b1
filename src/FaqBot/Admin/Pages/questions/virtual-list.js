import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";

const overscan = 8;

/** Keeps only those rows of a long list in the document that can be seen, and a few around them. */
export class VirtualList {
  #host;
  #scroller;
  #leave = null;
  #virtualizer = null;

  /**
   * @param host the view that shows the rows
   * @param {() => Element|null} scroller what scrolls
   */
  constructor(host, scroller) {
    this.#host = host;
    this.#scroller = scroller;
    host.addController(this);
  }

  /** Says how many rows there are, and how high each is. */
  set(count, height) {
    const options = {
      count,
      overscan,
      estimateSize: () => height,
      getScrollElement: this.#scroller,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#host.requestUpdate(),
    };
    if (!this.#virtualizer) {
      this.#virtualizer = new Virtualizer(options);
      this.height = height;
    } else {
      this.#virtualizer.setOptions(options);
      if (height !== this.height) {
        this.height = height;
        this.#virtualizer.measure();
      }
    }
  }

  hostUpdated() {
    if (this.#virtualizer && this.#scroller()) {
      this.#leave ??= this.#virtualizer._didMount();
      this.#virtualizer._willUpdate();
    }
  }

  hostDisconnected() {
    this.#leave?.();
    this.#leave = null;
    this.#virtualizer = null;
  }

  get rows() {
    return this.#virtualizer?.getVirtualItems() ?? [];
  }

  get size() {
    return this.#virtualizer?.getTotalSize() ?? 0;
  }

  scrollTo(index) {
    this.#virtualizer?.scrollToIndex(index, { align: "auto" });
  }
}
