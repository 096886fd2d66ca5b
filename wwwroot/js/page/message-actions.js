// @ts-check
import { confirmed } from './confirm.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

/** The actions on a message of the open room. @param {ChatPage} page */
export function messageActions(page) {
  const { client, state } = page;
  const current = () => page.current;

  /** @param {string} messageId @param {string} emoji */
  const react = (messageId, emoji) => {
    const room = current();
    const shown = state.room(room)?.reactions.of(messageId, state.me.userId, state.ownIds) ?? [];
    const isOn = !shown.some((tally) => tally.emoji === emoji && tally.isOwn);
    void page.tried('Not changed', () => client.react(room, messageId, emoji, isOn));
  };

  return {
    react,
    pick: (/** @type {string} */ id) => void page.tried('The emoji are not shown', async () => {
      const { pickEmoji } = await import('./emoji-picker.js');
      void pickEmoji((emoji) => react(id, emoji));
    }),
    reply: (/** @type {string} */ id) => { page.replyTo(id); page.composer.focus(); },
    jump: (/** @type {string} */ id) => void page.conversation.toMessage(id).then((isFound) => {
      if (!isFound) page.problem('The original message is too old to be shown here.');
    }),
    report: (/** @type {string} */ id) => void page.tried('Not shown', async () => (
      void (await import('./report-sheet.js')).showReport(page, current(), id))),
    about: (/** @type {string} */ userId) => page.about(userId),
    edit: async (/** @type {string} */ id, /** @type {string} */ text) => void await client.edit(current(), id, text),
    remove: async (/** @type {string} */ id) => {
      const room = current();
      const text = 'Its text is taken away for everybody; its place stays.';
      if (!await confirmed({ title: 'Delete this message?', text, yes: 'Delete' })) return;
      await page.tried('Not deleted', () => client.delete(room, id));
    },
    retry: (/** @type {string} */ id) => client.retry(current(), id),
    discard: (/** @type {string} */ id) => client.discard(current(), id),
  };
}
