// @ts-check
import { el, showText } from './dom.js';
import { growing } from './growing-text.js';

/**
 * The form that replaces a message's text during an edit.
 * @param {{ text: string, textLength: number, save: (text: string) => Promise<void>, close: () => void }} options
 * `textLength`: the longest text that the server accepts
 */
export function messageEditor({ text, textLength, save, close }) {
  const field = el('textarea', { rows: '1', 'aria-label': 'Edit the message', maxlength: String(textLength) });
  const problem = el('p', { class: 'error', role: 'alert', hidden: true });
  const saveButton = el('button', { type: 'submit', class: 'primary small' }, 'Save');
  const cancel = el('button', { type: 'button', class: 'quiet small', onclick: close }, 'Cancel');
  const buttons = el('div', { class: 'editor-buttons' }, saveButton, cancel);
  const form = el('form', { class: 'editor', method: 'dialog' }, field, problem, buttons);
  // However far it grows, its buttons stay in view.
  new ResizeObserver(() => buttons.scrollIntoView({ block: 'nearest' })).observe(form);
  field.value = text;
  // Not the text itself: a field converts each line end to a line feed.
  const unchanged = field.value;
  growing(field);

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!field.value.trim()) return showText(problem, 'A message cannot be empty; delete it instead.');
    if (field.value === unchanged) return close();
    saveButton.disabled = true;
    try {
      await save(field.value);
      close();
    } catch (error) {
      // The new text stays in the field.
      showText(problem, `Not saved: ${/** @type {Error} */ (error).message}`);
      saveButton.disabled = false;
    }
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { event.stopPropagation(); close(); }
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  return form;
}
