// @ts-check

const kept = 50;

/** The user's earlier lines, recalled with Up and Down in an empty field, as in a shell. */
export class LineRecall {
  /** @type {string[]} */
  #lines = [];
  #place = 0;

  /** @param {string} line */
  add(line) {
    if (this.#lines.at(-1) !== line) this.#lines.push(line);
    this.#lines.splice(0, this.#lines.length - kept);
    this.#place = this.#lines.length;
  }

  /**
   * @param {-1 | 1} step back or forward
   * @param {string} current the field's text
   * @returns {string | null} the field's new text; null if the key has another meaning
   */
  step(step, current) {
    const shown = this.#lines[this.#place] ?? '';
    if (current !== '' && current !== shown) return null;
    if (current === '') this.#place = this.#lines.length;
    const next = this.#place + step;
    if (next < 0 || next > this.#lines.length) return null;
    this.#place = next;
    return this.#lines[next] ?? '';
  }
}
