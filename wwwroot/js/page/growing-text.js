// @ts-check

/**
 * Lets a text field grow with its text; the style sheet bounds it.
 * @param {HTMLTextAreaElement} field
 * @returns {() => void} to be called when the text was changed by the page
 */
export function growing(field) {
  let width = 0;
  const fit = () => {
    const around = /** @type {HTMLElement} */ (field.parentElement ?? field);
    // What stands around keeps its height meanwhile, or the list above would grow for a moment and lose its place.
    around.style.minHeight = `${around.getBoundingClientRect().height}px`;
    field.style.height = 'auto';
    if (field.scrollHeight > 0) field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
    around.style.minHeight = '';
  };
  field.addEventListener('input', fit);
  // Also when it comes into the page, and when another width breaks its lines elsewhere.
  new ResizeObserver(() => {
    if (field.clientWidth === width) return;
    width = field.clientWidth;
    fit();
  }).observe(field);
  return fit;
}
