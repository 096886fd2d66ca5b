// @ts-check

const nearPx = 30;
// The height shown before the first unread message, for context.
const leadPx = 48;

/** Keeps the newest message in view while the reader is there, and otherwise keeps the reader's position. */
export class ScrollKeeper {
  #scroller;
  #list;
  #isNewest;
  #isAtEnd = true;
  #size = '';

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} list
   * @param {{ isNewest: () => boolean, moved: () => void }} page `isNewest`: whether the list ends with the newest message
   */
  constructor(scroller, list, { isNewest, moved }) {
    this.#scroller = scroller;
    this.#list = list;
    this.#isNewest = isNewest;
    scroller.addEventListener('scroll', () => {
      // A resize can move the view too; that does not mean that the reader left the end.
      if (this.isAtEnd && this.#size !== this.#measure()) this.toEnd();
      else this.#look();
      moved();
    }, { passive: true });
    // A growing field, a banner or a keyboard must not hide the newest message or an open editor.
    const observer = new ResizeObserver((entries) => {
      if (this.isAtEnd) this.toEnd();
      if (entries.some(({ target }) => target === scroller))
        list.querySelector('.editor:focus-within .editor-buttons')?.scrollIntoView({ block: 'nearest' });
      moved();
    });
    observer.observe(scroller);
    observer.observe(list);
  }

  get isAtEnd() { return this.#isAtEnd && this.#isNewest(); }

  /** The last message whose end was in view, or that fills the view. */
  get lastSeen() {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const rows = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('.message.stored, .system')]);
    return rows.findLast((row) => {
      const box = row.getBoundingClientRect();
      return box.bottom <= bottom || box.top <= top;
    });
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#isAtEnd = true;
    this.#size = this.#measure();
  }

  /** Scrolls as far towards the end as the row stays in view. @param {Element | null} row */
  toRow(row) {
    this.toEnd();
    const above = row ? this.#scroller.getBoundingClientRect().top + leadPx - row.getBoundingClientRect().top : 0;
    if (above > 0) this.#scroller.scrollTop -= above;
    this.#look();
  }

  /** Changes the list without moving the text that the user reads. @param {() => void} change */
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

  /** Changes the list at the reader's request: the text in view stays there, also at the end. @param {() => void} change */
  still(change) {
    const place = this.#scroller.scrollTop;
    change();
    this.#scroller.scrollTop = place;
    this.#look();
  }

  #look() {
    this.#isAtEnd = this.#distance() <= nearPx;
    this.#size = this.#measure();
  }

  #measure() { return `${this.#scroller.clientHeight} ${this.#scroller.scrollHeight}`; }

  #distance() { return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight; }

  #firstInView() {
    const top = this.#scroller.getBoundingClientRect().top;
    return [...this.#list.children].find((row) => row.classList.contains('message') && row.getBoundingClientRect().bottom > top);
  }
}
