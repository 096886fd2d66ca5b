// @ts-check

const nearPx = 30;

/** Keeps the newest message in view while the reader is there, and the place of the reader when not. */
export class ScrollKeeper {
  #scroller;
  #list;
  #isNewest;
  #isAtEnd = true;

  /** @param {HTMLElement} scroller @param {HTMLElement} list @param {{ isNewest: () => boolean, moved: () => void }} page `isNewest`: whether the list ends with the newest message */
  constructor(scroller, list, { isNewest, moved }) {
    this.#scroller = scroller;
    this.#list = list;
    this.#isNewest = isNewest;
    scroller.addEventListener('scroll', () => {
      this.#isAtEnd = this.#distance() <= nearPx;
      moved();
    }, { passive: true });
    // A smaller window, a growing field or a keyboard on a phone must not hide the newest message.
    new ResizeObserver(() => { if (this.isAtEnd) this.toEnd(); }).observe(scroller);
  }

  get isAtEnd() { return this.#isAtEnd && this.#isNewest(); }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#isAtEnd = true;
  }

  /** Changes the list without moving what is being read. @param {() => void} change */
  around(change) {
    if (this.isAtEnd) {
      change();
      if (this.isAtEnd) this.toEnd();
      return;
    }
    const anchor = this.#firstInView();
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (anchor?.isConnected) this.#scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  #distance() { return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight; }

  #firstInView() {
    const top = this.#scroller.getBoundingClientRect().top;
    return [...this.#list.children].find((row) => row.classList.contains('message') && row.getBoundingClientRect().bottom > top);
  }
}
