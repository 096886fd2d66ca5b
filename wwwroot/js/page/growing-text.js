// @ts-check

/**
 * Lets a text field grow with its text; the style sheet bounds it.
 * @param {HTMLTextAreaElement} field
 * @returns {() => void} to be called when the text was changed by the page
 */
export function growing(field) {
  const fit = () => {
    field.style.height = 'auto';
    if (field.scrollHeight > 0) field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  };
  field.addEventListener('input', fit);
  requestAnimationFrame(fit);
  return fit;
}
