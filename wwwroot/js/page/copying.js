// @ts-check

/** The copied text of a message has its markup, although the page does not show it. */
export function wireCopying() {
  document.addEventListener('copy', (event) => {
    const text = written(document.getSelection());
    if (text === null || !event.clipboardData) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  });
}

/**
 * The selected part of one message as it was written; null if the browser's own way is right.
 * @param {Selection | null} selection
 */
function written(selection) {
  if (!selection || selection.isCollapsed || selection.rangeCount !== 1) return null;
  const range = selection.getRangeAt(0);
  const { commonAncestorContainer: common } = range;
  const element = common instanceof Element ? common : common.parentElement;
  const text = element?.closest('.text');
  // Within one piece of code or bold text nothing is hidden.
  if (!text?.querySelector('.markup') || element?.closest('strong, code, a, button')) return null;
  const [start, end] = [lengthTo(text, range.startContainer, range.startOffset), lengthTo(text, range.endContainer, range.endOffset)];
  return text.textContent.slice(...withMarkup(text, start, end));
}

/** A selection begins and ends at what is shown: the markup before and after belongs to it. @param {Element} text */
function withMarkup(text, /** @type {number} */ start, /** @type {number} */ end) {
  const places = [...text.querySelectorAll('.markup')].map((mark) => {
    const from = lengthTo(text, mark, 0);
    return { from, to: from + mark.textContent.length };
  });
  for (const { from, to } of [...places].reverse()) if (to === start) start = from;
  for (const { from, to } of places) if (from === end) end = to;
  return /** @type {[number, number]} */ ([start, end]);
}

/** @param {Element} text @param {Node} container @param {number} offset */
function lengthTo(text, container, offset) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(container, offset);
  return range.toString().length;
}
