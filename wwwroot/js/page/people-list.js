// @ts-check
import { avatar, byId, counted, drawList, el, showText, tagMark, withNames } from './dom.js';

/** @typedef {import('../client/contracts.js').ChatUser} ChatUser */

/**
 * @param {{ users: ChatUser[], count: number }} present @param {Set<string>} ownIds @param {import('./namesakes.js').Tags} tags
 * @param {(userId: string) => void} about shows what can be done with a person
 */
export function showPeople({ users, count }, ownIds, tags, about) {
  const list = byId('people-list');
  if (!list.dataset.keys) wireKeys(list);
  const sorted = [...users].sort((a, b) => Number(ownIds.has(b.userId)) - Number(ownIds.has(a.userId)) || a.name.localeCompare(b.name));
  byId('people-count').textContent = count > 0 ? count.toLocaleString() : '';
  const shown = sorted.map(({ userId, name }) => ({ userId, name, tag: tags.get(userId) ?? null, isMe: ownIds.has(userId) }));
  drawList(list, shown, ({ userId }) => userId, ({ userId, name, tag, isMe }) => {
    const parts = [avatar(userId, name), el('span', { class: 'entry-name', dir: 'auto' }, name), tagMark(tag)];
    if (isMe) return el('li', { class: 'entry' }, ...parts, el('span', { class: 'you' }, 'you'));
    return el('li', {}, el('button', {
      type: 'button', class: 'entry', 'data-focus': userId, tabindex: '-1', onclick: () => about(userId),
    }, ...parts));
  });
  const buttons = [...list.querySelectorAll('button')];
  if (buttons.length > 0 && buttons.every((button) => button.tabIndex < 0)) buttons[0].tabIndex = 0;
  showText(byId('people-more'), moreThan(users.length, count));
}

/** @param {number} listed @param {number} count */
function moreThan(listed, count) {
  if (count <= listed) return null;
  return listed > 0 ? `and ${counted(count - listed, 'other')}` : counted(count, 'person', 'people');
}

/** However many people there are, the list is one stop for Tab; Up and Down go through it. @param {HTMLElement} list */
function wireKeys(list) {
  list.dataset.keys = '';
  const buttons = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('button')]);
  list.addEventListener('focusin', ({ target }) => {
    for (const button of buttons()) button.tabIndex = button === target ? 0 : -1;
  });
  list.addEventListener('keydown', (event) => {
    const step = event.altKey ? 0 : event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const all = buttons();
    const next = all[all.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step];
    if (step === 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
}

/** @param {string[]} names @returns {import('./dom.js').Sentence} */
export function typingParts(names) {
  const [one, other] = names.map((name) => ({ name }));
  if (names.length === 0) return [];
  if (names.length === 1) return [one, ' is typing…'];
  if (names.length === 2) return [one, ' and ', other, ' are typing…'];
  return ['Several people are typing…'];
}

/** @param {string[]} names */
export function showTyping(names) {
  const line = byId('typing');
  line.replaceChildren(...withNames(typingParts(names)));
  line.classList.toggle('active', names.length > 0);
}
