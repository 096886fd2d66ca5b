// @ts-check
import { roomRemovalCodes } from '../chat-client.js';
import { beside } from './beside.js';
import { taggedName } from './namesakes.js';
import { learnOnce } from './learn.js';
import { labelOf, ofInbox } from './my-rooms.js';
import { newsIn, newsOf } from './news.js';
import { drafts } from './saved.js';

/** @typedef {import('../chat-client.js').ChatClient} ChatClient */
/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

/**
 * The effect of each client event on the page. The messages come first: side effects must not keep them from being drawn.
 * @param {ChatClient} client
 * @param {ChatPage} page
 */
export function listenTo(client, page) {
  const { state, conversation, banner, announcer, notifications } = page;

  client.on('status', (status) => {
    if (status.state === 'connected') page.facts.connected(Date.now());
    else for (const room of state.rooms) room.lost();
    banner.show(status);
    if (status.state === 'connected' && state.rooms.length === 0) {
      banner.caughtUp();
      void page.panel.refresh();
    }
    page.drawMe();
    page.drawAround();
  });
  client.on('identity', (me) => { state.identify(me); page.drawMe(); });
  client.on('joined', ({ room, role, limits }) => {
    Object.assign(state.room(room) ?? {}, { isJoined: true, isLearnt: false, role });
    page.composer.textLength = limits.textLength;
    conversation.draw();
    beside('The rest of the page', () => page.drawAround());
    if (room !== state.current) return;
    void page.panel.refresh();
    learnOnce(page);
  });
  client.on('caught-up', ({ room }) => {
    const missed = state.room(room)?.caughtUp() ?? [];
    if (room === state.current) banner.caughtUp(missed);
  });

  client.on('reset', ({ room, messages, reactions, info }) => {
    const held = state.room(room);
    held?.reset(messages);
    held?.reactions.reset(reactions);
    held?.inform(info);
    if (held?.passDeleted()) page.markRead(held);
    if (room === state.current) conversation.open(held);
    beside('The rest of the page', () => page.drawAround());
    if (held?.restartedAt) announcer.alarm(`The changes in ${held.title ?? room} while you were away are not available: it is shown anew.`);
  });
  client.on('messages', ({ room, messages, reactions, members, info, isCatchUp }) => {
    const held = state.room(room);
    if (!held) return;
    held.reactions.apply(reactions);
    held.changeMembers(members);
    held.inform(info);
    const isSeen = room === state.current && conversation.isSeen;
    const fresh = held.update(messages, { isSeen, isCatchUp });
    if (isSeen && held.unread > 0) conversation.toUnread();
    if (held.passDeleted() || isSeen) page.markRead(held);
    conversation.draw();
    held.presence.wrote(fresh, held.users, Date.now());
    if (!isSeen || held.unread > 0 || info || members.length > 0) beside('The rest of the page', () => page.drawAround());
    const tags = state.tags(held);
    const named = (/** @type {ChatMessage} */ message) => ({ ...message, name: taggedName(tags, message) });
    for (const message of messages) {
      announcer.changed(named(message));
      if (message.deletedAt != null) beside('Withdrawing a notification', () => notifications.withdraw(message.messageId));
    }
    if (room === state.current) for (const message of fresh) announcer.message(named(message));
    beside('A notification', () => notifications.message(room, held.label, newsIn(held, fresh.map(named), state.ownIds)));
  });

  // The first reading of the inbox brings nothing new.
  let isInboxRead = false;
  client.followInbox().then(() => { isInboxRead = true; }, () => {});
  client.on('inbox', ({ added, changed, removed }) => {
    for (const entry of removed) {
      state.inbox.delete(entry.room);
      // The connection receives the removal from a room that it has joined.
      if (entry.left && !state.room(entry.room) && !page.joined.hasDropped(entry.room)) {
        tellRemoved(labelOf(ofInbox(entry, state.ownIds)), entry.left);
      }
    }
    for (const entry of [...added, ...changed]) {
      const before = state.inbox.get(entry.room);
      state.inbox.set(entry.room, entry);
      state.waiting.delete(entry.room);
      const held = state.room(entry.room);
      if (held?.readElsewhere(entry) && entry.room === state.current) conversation.toUnread();
      if (held?.passDeleted()) page.markRead(held);
      // The page hears of a room that it has not opened from the inbox alone.
      const news = held || !isInboxRead ? null : newsOf(before, entry, state.ownIds);
      if (!news) continue;
      beside('A notification', () => notifications.message(entry.room, labelOf(ofInbox(entry, state.ownIds)), news));
    }
    conversation.draw();
    beside('The rest of the page', () => page.drawAround());
  });
  client.on('read-cursor', ({ room, userId, sequence }) => {
    state.room(room)?.cursors.set(userId, sequence);
    conversation.draw();
  });
  client.on('reacting', ({ room, messageId, pending }) => {
    state.room(room)?.reactions.wait(messageId, pending);
    conversation.draw();
  });
  client.on('outbox', ({ room, entries }) => {
    const held = state.room(room) ?? (entries.length > 0 ? page.joined.joinUnsent(room) : null);
    if (!held) return;
    const hadFailed = new Set(held.entries.filter((entry) => entry.state === 'failed').map((entry) => entry.messageId));
    const failed = entries.find((entry) => entry.state === 'failed' && !hadFailed.has(entry.messageId));
    held.entries = entries;
    conversation.draw();
    if (failed) announcer.alarm(`Not sent: ${failed.error?.sentence}`);
  });
  client.on('accepted', ({ room, entry, answer, me }) => {
    if (!answer) return;
    const { messageId, text, replyTo, mentions } = entry;
    const { sequence, postedAt } = answer;
    // Its first revision, not the answer's: if it was edited since, the newer text must win.
    state.room(room)?.timeline.update([
      { messageId, sequence, revision: sequence, userId: me.userId, name: me.name, text, postedAt, replyTo, mentions },
    ]);
  });

  client.on('presence', ({ room, users, count, joined, left }) => {
    const held = state.room(room);
    if (!held) return;
    held.cameAndWent({ users, count, joined, left }, state.ownIds, Date.now());
    if (room !== state.current) return;
    conversation.draw();
    beside('The rest of the page', () => page.drawAround());
  });
  client.on('typing', ({ room, users }) => {
    Object.assign(state.room(room) ?? {}, { typing: users });
    if (room === state.current) page.drawTyping();
  });

  client.on('removed', ({ room, code }) => {
    const label = state.room(room)?.label ?? `#${room}`;
    page.drop(room);
    tellRemoved(label, code);
  });

  /** @param {string} label @param {string} code */
  function tellRemoved(label, code) {
    if (code === roomRemovalCodes.left) return;
    const sentence = `${label}: ${code === roomRemovalCodes.banned ? 'you were banned from the room' : 'you were removed from the room'}.`;
    page.panel.refused(sentence);
    banner.notice(sentence);
    announcer.alarm(sentence);
  }
  client.on('refused', ({ room, error }) => {
    const unsent = state.room(room)?.entries ?? [];
    client.forget(room);
    if (room === state.current) banner.caughtUp();
    // The unsent text is offered again if the room is opened once more.
    const draft = () => drafts.get(room) || unsent.map((entry) => entry.text).join('\n');
    if (unsent.length > 0) beside('Keeping a draft', () => drafts.set(room, draft()));
    const label = state.room(room)?.label ?? `#${room}`;
    page.drop(room, true);
    page.panel.refused(`${label}: ${error.message}`);
    announcer.alarm(`${label}: ${error.message}`);
  });
}
