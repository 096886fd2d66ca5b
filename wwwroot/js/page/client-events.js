// @ts-check
import { roomRemovalCodes } from '../chat-client.js';
import { taggedName } from './namesakes.js';
import { drafts } from './saved.js';

/** @typedef {import('../chat-client.js').ChatClient} ChatClient */
/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

/**
 * What each event of the client does to the page.
 * @param {ChatClient} client
 * @param {ChatPage} page
 */
export function listenTo(client, page) {
  const { state, conversation, banner, announcer, notifications } = page;

  client.on('status', (status) => {
    if (status.state !== 'connected') for (const room of state.rooms) Object.assign(room, { isJoined: false, typing: [] });
    banner.show(status);
    if (status.state === 'connected' && state.rooms.length === 0) banner.caughtUp(0);
    page.drawMe();
    page.drawAround();
  });
  client.on('identity', (me) => { state.identify(me); page.drawMe(); });
  client.on('joined', ({ room, role }) => {
    Object.assign(state.room(room) ?? {}, { isJoined: true, role });
    conversation.draw();
    page.drawAround();
    void page.panel.refresh();
  });
  client.on('caught-up', ({ room, missed }) => { if (room === state.current) banner.caughtUp(missed); });

  client.on('reset', ({ room, messages }) => {
    const held = state.room(room);
    held?.reset(messages, state.ownIds);
    if (held?.restartedAt) announcer.alarm(`What changed in ${room} while you were away cannot be told: it is shown anew.`);
    if (room === state.current) conversation.open(state.room(room));
    page.drawAround();
  });
  client.on('messages', ({ room, messages, isCatchUp }) => {
    const held = state.room(room);
    if (!held) return;
    const fresh = held.timeline.update(messages).filter((message) => !state.ownIds.has(message.userId));
    held.comings.wrote(fresh, held.users, Date.now());
    const isSeen = room === state.current && conversation.isSeen;
    if (isSeen && isCatchUp && fresh.length > 0) held.divide();
    if (isSeen) held.read();
    else held.markUnread(fresh.length);
    if (!isSeen) page.drawAround();
    if (room === state.current) for (const message of fresh) announcer.message(`${taggedName(state.tags(held), message)}: ${message.text}`);
    if (fresh.length > 0) notifications.message(room, { name: taggedName(state.tags(held), fresh[fresh.length - 1]), text: fresh[fresh.length - 1].text });
    conversation.draw();
  });

  client.on('outbox', ({ room, entries }) => {
    const held = state.room(room);
    if (!held) return;
    const failed = entries.find((entry) => entry.state === 'failed' && !held.entries.some((old) => old.messageId === entry.messageId && old.state === 'failed'));
    if (failed) announcer.alarm(`Not sent: ${failed.error?.sentence}`);
    held.entries = entries;
    conversation.draw();
  });
  client.on('accepted', ({ room, entry, answer, me }) => {
    if (!answer) return;
    const { messageId, text, replyTo } = entry;
    const { sequence, postedAt } = answer;
    // Its first revision, not the answer's: should it have been edited since, the newer text must win.
    state.room(room)?.timeline.update([{ messageId, sequence, revision: sequence, userId: me.userId, name: me.name, text, postedAt, replyTo }]);
  });

  client.on('presence', ({ room, users, count, joined, left }) => {
    const held = state.room(room);
    if (!held) return;
    held.cameAndWent({ users, count, joined, left }, state.ownIds, Date.now());
    if (room !== state.current) return;
    conversation.draw();
    page.drawAround();
  });
  client.on('typing', ({ room, users }) => {
    Object.assign(state.room(room) ?? {}, { typing: users });
    if (room === state.current) page.drawTyping();
  });

  client.on('removed', ({ room, code }) => {
    page.drop(room);
    if (code === roomRemovalCodes.left) return;
    const sentence = `#${room}: ${code === roomRemovalCodes.banned ? 'you were banned from the room' : 'you were removed from the room'}.`;
    page.panel.refused(sentence);
    banner.notice(sentence);
    announcer.alarm(sentence);
  });
  client.on('refused', ({ room, error }) => {
    const unsent = state.room(room)?.entries ?? [];
    client.forget(room);
    if (room === state.current) banner.caughtUp(0);
    // What was written is offered again should the room be opened once more.
    if (unsent.length > 0) drafts.set(room, drafts.get(room) || unsent.map((entry) => entry.text).join('\n'));
    page.drop(room);
    page.panel.refused(`#${room}: ${error.message}`);
    announcer.alarm(`${room}: ${error.message}`);
  });
}
