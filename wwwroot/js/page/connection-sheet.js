// @ts-check
import { timeOrDay } from './dates.js';
import { counted, el } from './dom.js';
import { showSheet } from './sheet.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

const measureMs = 3_000;

/** Shows the state of the connection, as it is while the sheet is open. @param {ChatPage} page */
export async function showConnection(page) {
  const list = el('dl', { class: 'facts' });
  let tripMs = /** @type {number | null} */ (null);
  const draw = () => list.replaceChildren(...factsOf(page, tripMs).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
  const measure = async () => {
    tripMs = await roundTrip(page);
    draw();
  };
  draw();
  void measure();
  const timer = window.setInterval(() => void measure(), measureMs);
  const deaf = page.client.on('status', draw);
  await showSheet({ title: 'Connection', kind: 'connection', body: [list] });
  window.clearInterval(timer);
  deaf();
}

/** The time of a small request and its answer; null without a connection. @param {ChatPage} page */
async function roundTrip({ client }) {
  if (client.status.state !== 'connected') return null;
  const since = performance.now();
  try {
    await client.listRooms({ limit: 1 });
    return Math.max(1, Math.round(performance.now() - since));
  } catch {
    return null;
  }
}

/** @param {ChatPage} page @param {number | null} tripMs @returns {[name: string, value: string][]} */
function factsOf({ client, state, facts, stateName }, tripMs) {
  const isUp = client.status.state === 'connected';
  const joined = state.rooms.filter((room) => room.isJoined).length;
  return [
    ['State', stateName + (isUp && facts.since ? ` since ${timeOrDay(facts.since, Date.now())}` : '')],
    ['Transport', isUp ? facts.transport ?? 'unknown' : 'none'],
    ['Round trip', tripMs === null ? 'not measured' : `${tripMs} ms`],
    ['Rooms', `${joined} of ${state.mine.length} are followed here`],
    ['Waiting', state.unsent > 0 ? `${counted(state.unsent, 'message')} not sent yet` : 'nothing'],
    ['Reconnects', String(Math.max(0, facts.count - 1))],
  ];
}
