// @ts-check
import { avatar, el } from './dom.js';
import { matching } from './mentions.js';
import { taggedName, tagsOf } from './namesakes.js';
import { namesIn } from './people.js';

/** @typedef {import('./page-state.js').PageState} PageState */

const mostShown = 50;

/**
 * A list of the people that the page knows from all rooms, to choose some of them. Of a room that it has not joined these are the author
 * of the last message alone.
 * @param {PageState} state @param {(userId: string) => boolean} isLeftOut
 */
export function peoplePicker(state, isLeftOut) {
  const authors = [...state.inbox.values()].flatMap(({ lastMessage }) => (lastMessage?.userId ? [lastMessage] : []));
  const members = state.rooms.flatMap((room) => [...namesIn(room)].map(([userId, name]) => ({ userId, name })));
  const known = new Map([...authors, ...members].map(({ userId, name }) => [userId, { userId, name }]));
  // Over all rooms: two people of one name may be in different ones.
  const tags = tagsOf([state.me, ...known.values()], state.ownIds);
  const people = [...known.values()].filter(({ userId }) => !state.ownIds.has(userId) && !isLeftOut(userId))
    .map((person) => ({ userId: person.userId, name: taggedName(tags, person) }));
  /** @type {Set<string>} */
  const chosen = new Set();
  const field = el('input', { type: 'search', id: 'people-filter', autocomplete: 'off', placeholder: 'A few letters of a name' });
  const list = el('ul', { class: 'entries people-picker', 'aria-label': 'People' });
  const none = el('p', { class: 'hint', role: 'status' });
  const draw = () => {
    const found = matching(people, field.value.trim()).slice(0, mostShown);
    list.replaceChildren(...found.map(({ userId, name }) => el('li', {}, el('label', { class: 'entry' },
      el('input', {
        type: 'checkbox', checked: chosen.has(userId),
        onchange: ({ target }) => void (target.checked ? chosen.add(userId) : chosen.delete(userId)),
      }), avatar(userId, name), el('span', { class: 'entry-name', dir: 'auto' }, name)))));
    none.textContent = found.length > 0 ? '' : people.length > 0 ? 'Nobody has such a name.' : 'Nobody else is in your rooms.';
  };
  field.addEventListener('input', draw);
  // Enter in the filter must not send the form before anybody is chosen.
  field.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  draw();
  return { chosen, nodes: [el('label', { for: 'people-filter' }, 'People from your rooms'), field, list, none] };
}
