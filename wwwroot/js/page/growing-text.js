// @ts-check

/**
 * Lets a text field grow with its text; the style sheet limits it.
 * @param {HTMLTextAreaElement} field
 * @returns {() => void} to call after the page changed the text
 */
export function growing(field) {
  let width = 0;
  const fit = () => {
    const around = /** @type {HTMLElement} */ (field.parentElement ?? field);
    // The surroundings keep their height meanwhile; otherwise the list above would grow for a moment and lose its position.
    around.style.minHeight = `${around.getBoundingClientRect().height}px`;
    field.style.height = 'auto';
    if (field.scrollHeight > 0) field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
    around.style.minHeight = '';
  };
  field.addEventListener('input', fit);
  // Also when it enters the page, and when another width changes its line breaks.
  new ResizeObserver(() => {
    if (field.clientWidth === width) return;
    width = field.clientWidth;
    fit();
  }).observe(field);
  return fit;
}
