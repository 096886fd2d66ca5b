// @ts-check
import { el } from './dom.js';
import { firstGrapheme } from './graphemes.js';
import { closeSheet, showSheet } from './sheet.js';

/** Each with the words that find it; the first ones are its name. @type {[emoji: string, words: string][]} */
const set = [
  ['👍', 'thumbs up, yes, good, agree'], ['👎', 'thumbs down, no, bad, disagree'], ['❤️', 'heart, love, like'],
  ['😂', 'tears of joy, laugh, funny, haha'], ['😀', 'smile, happy, grin'], ['😉', 'wink, joke'],
  ['😍', 'heart eyes, love, wow'], ['🤔', 'thinking, hmm, unsure'], ['😮', 'surprised, wow, oh'],
  ['😢', 'crying, sad, sorry'], ['😡', 'angry, mad'], ['🙈', 'see no evil, oops, shy, monkey'],
  ['🎉', 'party, celebrate, congratulations, hooray'], ['🚀', 'rocket, ship, launch, fast'], ['🔥', 'fire, hot, great'],
  ['👏', 'clapping, applause, bravo'], ['🙏', 'thanks, please, folded hands'], ['💪', 'strong, muscle, arm'],
  ['👀', 'eyes, look, watching'], ['✅', 'check mark, done, yes, ok'], ['❌', 'cross mark, no, wrong'],
  ['💯', 'hundred, perfect, exactly'], ['☕', 'coffee, break, tea'], ['👋', 'wave, hello, bye'],
];

const columns = 6;
const isEmoji = /\p{ExtPict}|\p{RI}/u;

/** Lets the user choose an emoji. @param {(emoji: string) => void} chosen */
export function pickEmoji(chosen) {
  const field = el('input', {
    type: 'search', 'aria-label': 'Search an emoji', placeholder: 'Search, or paste an emoji', autocomplete: 'off', maxlength: '40',
  });
  const grid = el('div', { class: 'emoji-grid', role: 'group', 'aria-label': 'Emoji' });
  const none = el('p', { class: 'hint', role: 'status' });
  const choose = (/** @type {string} */ emoji) => { closeSheet(); chosen(emoji); };
  const draw = () => {
    const found = matching(field.value);
    grid.replaceChildren(...found.map(([emoji, words], i) => el('button', {
      type: 'button', class: 'icon', 'aria-label': words.split(',')[0], title: words.split(',')[0], 'data-emoji': emoji,
      tabindex: i === 0 ? '0' : '-1', onclick: () => choose(emoji),
    }, emoji)));
    none.textContent = found.length === 0 ? 'No emoji has such a name.' : '';
  };
  const form = el('form', { method: 'dialog', autocomplete: 'off' }, field, grid, none);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [first] = matching(field.value);
    if (first) choose(first[0]);
  });
  field.addEventListener('input', draw);
  form.addEventListener('keydown', (event) => move(event, field, /** @type {HTMLElement[]} */ ([...grid.children])));
  draw();
  return showSheet({ title: 'React', kind: 'picker', body: [form], focus: field });
}

/** @param {string} typed */
function matching(typed) {
  const word = typed.trim().toLowerCase();
  const found = set.filter(([emoji, words]) => emoji === word || words.split(', ').some((one) => one.includes(word)));
  // Any other emoji too, if the user can type it.
  const own = isEmoji.test(word) ? firstGrapheme(word) : undefined;
  return found.length > 0 || !own ? found : [/** @type {[string, string]} */ ([own, own])];
}

/**
 * The arrows go through the grid, and from the field into it.
 * @param {KeyboardEvent} event @param {HTMLElement} field @param {HTMLElement[]} buttons
 */
function move(event, field, buttons) {
  const place = buttons.findIndex((button) => button === document.activeElement);
  /** @type {Record<string, number>} */
  const steps = place < 0 ? { ArrowDown: 1 } : { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const next = place + step;
  if (next < 0) field.focus();
  else buttons[Math.min(next, buttons.length - 1)]?.focus();
  for (const button of buttons) button.tabIndex = button === document.activeElement ? 0 : -1;
}
