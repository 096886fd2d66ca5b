// @ts-check
import { withoutMarkup } from './markdown.js';

/** @typedef {import('../client/contracts.js').InboxEntry} InboxEntry */
/** @typedef {{ messageId: string, body: string }} News what a notification says */

/**
 * The newest one of new messages that the user must hear of: a direct message, or one that mentions the user.
 * @param {{ isDirect: boolean }} room @param {{ messageId: string, name: string, text: string, mentions?: string[] | null }[]} fresh
 * @param {Set<string>} ownIds @returns {News | null}
 */
export function newsIn({ isDirect }, fresh, ownIds) {
  const latest = fresh.findLast(({ mentions }) => isDirect || mentions?.some((id) => ownIds.has(id)));
  return latest ? { messageId: latest.messageId, body: said(latest) } : null;
}

/**
 * The same for a room that this page has not opened: its entry tells no more than the counts and the newest message.
 * @param {InboxEntry | undefined} before @param {InboxEntry} entry @param {Set<string>} ownIds @returns {News | null}
 */
export function newsOf(before, { kind, unread, mentions, lastMessage }, ownIds) {
  const [newUnread, newMentions] = [unread - (before?.unread ?? 0), mentions - (before?.mentions ?? 0)];
  if (!lastMessage || newUnread <= 0 || ownIds.has(lastMessage.userId)) return null;
  const { messageId, text } = lastMessage;
  if (kind === 'direct') return text ? { messageId, body: said(lastMessage) } : null;
  if (newMentions <= 0) return null;
  // Of several new messages another one may be the one with the mention.
  return { messageId, body: newMentions === newUnread && text ? said(lastMessage) : 'You were mentioned.' };
}

/** @param {{ name: string, text: string }} message */
const said = ({ name, text }) => `${name}: ${withoutMarkup(text)}`;
