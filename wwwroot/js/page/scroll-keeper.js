// @ts-check

const nearPx = 30;
// What stands before the first unread message, for the context.
const leadPx = 48;

/** Keeps the newest message in view while the reader is there, and the place of the reader when not. */
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
      // A change of size can move the view too, and that is no reader who leaves the end.
      if (this.isAtEnd && this.#size !== this.#measure()) this.toEnd();
      else this.#look();
      moved();
    }, { passive: true });
    // A field that grows, a banner or a keyboard must not hide the newest message, nor what is edited.
    const observer = new ResizeObserver((entries) => {
      if (this.isAtEnd) this.toEnd();
      if (entries.some(({ target }) => target === scroller)) list.querySelector('.editor:focus-within .editor-buttons')?.scrollIntoView({ block: 'nearest' });
      moved();
    });
    observer.observe(scroller);
    observer.observe(list);
  }

  get isAtEnd() { return this.#isAtEnd && this.#isNewest(); }

  /** The last message that was looked at to its end, or that fills the view. */
  get lastSeen() {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const rows = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('.message.stored')]);
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

  /** As far towards the end as the row stays in view. @param {Element | null} row */
  toRow(row) {
    this.toEnd();
    const above = row ? this.#scroller.getBoundingClientRect().top + leadPx - row.getBoundingClientRect().top : 0;
    if (above > 0) this.#scroller.scrollTop -= above;
    this.#look();
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

  /** Changes the list where the reader asked for it: what is in view stays there, also at the end. @param {() => void} change */
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
