// @ts-check
import { limits } from './contracts.js';

/** @typedef {import('./contracts.js').InboxEntry} InboxEntry */
/** @typedef {import('./contracts.js').RoomActivity} RoomActivity */
/** @typedef {import('./contracts.js').LastMessage} LastMessage */
/** @typedef {import('./contracts.js').ChatMessage} ChatMessage */

/** Beyond it the oldest are added to the snapshot. */
const mostLater = 1_000;

/**
 * A room of the inbox as the client knows it: the newest snapshot of the server, and the messages after it in a joined room. Of two
 * snapshots the one with the higher head is newer, because a head never goes back.
 */
export class InboxRoom {
  /** @type {InboxEntry | null} */
  #entry = null;
  /** @type {RoomActivity | null} */
  #early = null;
  /** @type {{ sequence: number, isMention: boolean }[]} */
  #later = [];
  /** @type {LastMessage | null} */
  #last = null;
  #counted = 0;
  #marked = 0;
  #stored = 0;
  #asked = 0;

  /** False for a room whose entry has not arrived: its messages may be faster. */
  get hasEntry() { return this.#entry !== null; }
  get #head() { return Math.max(this.#entry?.head ?? 0, this.#counted); }
  get #newest() { return this.#last ?? this.#entry?.lastMessage ?? null; }

  /** @param {InboxEntry} entry */
  takeEntry(entry) {
    const known = this.#entry;
    // A room that was deleted and made again begins with another membership.
    this.#entry = known && entry.head < known.head && entry.joinedAt === known.joinedAt ? { ...entry, ...countsOf(known) } : entry;
    this.#dropCounted(this.#entry.head);
    const early = this.#early;
    this.#early = null;
    if (early) this.takeActivity(early);
  }

  /**
   * It does not move the cursor of the inbox. With the head of the snapshot, the snapshot may know of a later read.
   * @param {RoomActivity} activity
   */
  takeActivity(activity) {
    if (!this.#entry) {
      if (activity.head > (this.#early?.head ?? 0)) this.#early = activity;
    } else if (activity.head > this.#entry.head) {
      this.#entry = { ...this.#entry, ...countsOf(activity) };
      this.#dropCounted(activity.head);
    }
  }

  /**
   * The server sends no activity of a joined room, so the client counts its messages itself.
   * @param {number} revision the room's messages up to here are taken
   * @param {ChatMessage[]} messages that are new or changed
   * @param {string} userId the user of this client
   */
  takeMessages(revision, messages, userId) {
    if (revision <= this.#head) return;
    const counted = this.#entry?.head ?? 0;
    for (const message of messages) {
      if (message.event) continue;
      const { sequence } = message;
      if (sequence > counted) this.#count(sequence, message.mentions?.includes(userId) ?? false);
      if (sequence >= (this.#newest?.sequence ?? 0)) this.#last = short(message);
    }
    this.#counted = revision;
    if (this.#later.length > mostLater) this.#addOldest();
  }

  /**
   * Whether a snapshot of the room, its newest messages, may leave out messages after those that are counted.
   * @param {ChatMessage[]} messages
   */
  misses(messages) {
    return this.hasEntry && messages.length >= limits.snapshotSize && Math.min(...messages.map((m) => m.sequence)) > this.#head + 1;
  }

  /** The user read the room up to a message. It is shown at once, before the server has stored it. @param {number} sequence */
  mark(sequence) {
    this.#asked = Math.max(this.#asked, sequence);
    this.#marked = Math.max(this.#marked, Math.min(sequence, this.#head));
  }

  /** The server answered. A later place that still waits stays shown as read. @param {number} sequence @param {number} readThrough */
  marked(sequence, readThrough) {
    if (this.#asked <= sequence) this.#asked = 0;
    this.#stored = Math.max(this.#stored, readThrough);
    this.#marked = Math.max(this.#stored, Math.min(this.#asked, this.#head));
  }

  /** The server refused the read cursor. */
  unmark() {
    this.#asked = 0;
    this.#marked = this.#stored;
  }

  /** The entry to show; null before there is one. @returns {InboxEntry | null} */
  get shown() {
    const entry = this.#entry;
    if (!entry) return null;
    const readThrough = Math.max(entry.readThrough, this.#marked);
    const isRead = this.#marked > entry.readThrough && this.#marked >= (entry.lastMessage?.sequence ?? 0);
    const later = this.#later.filter(({ sequence }) => sequence > readThrough);
    return {
      ...entry, head: this.#head, readThrough, lastMessage: this.#newest,
      unread: (isRead ? 0 : entry.unread) + later.length,
      mentions: (isRead ? 0 : entry.mentions) + later.filter(({ isMention }) => isMention).length,
    };
  }

  /** @param {number} head */
  #dropCounted(head) {
    this.#later = this.#later.filter(({ sequence }) => sequence > head);
    if (head >= this.#counted || (this.#entry?.lastMessage?.sequence ?? 0) > (this.#last?.sequence ?? 0)) this.#last = null;
  }

  /**
   * A message that is edited between two pages of a gap comes with the second one, after messages that are newer.
   * @param {number} sequence @param {boolean} isMention
   */
  #count(sequence, isMention) {
    let at = this.#later.length;
    while (at > 0 && this.#later[at - 1].sequence > sequence) at--;
    if (this.#later[at - 1]?.sequence !== sequence) this.#later.splice(at, 0, { sequence, isMention });
  }

  #addOldest() {
    const oldest = this.#later.splice(0, mostLater / 2);
    if (!this.#entry) return;
    const { unread, mentions } = this.#entry;
    this.#entry = {
      ...this.#entry, head: oldest[oldest.length - 1].sequence, unread: unread + oldest.length,
      mentions: mentions + oldest.filter(({ isMention }) => isMention).length,
    };
  }
}

/** @param {RoomActivity | InboxEntry} snapshot */
const countsOf = ({ head, unread, mentions, lastMessage }) => ({ head, unread, mentions, lastMessage: lastMessage ?? null });

/** @param {ChatMessage} message @returns {LastMessage} */
function short({ messageId, sequence, userId, name, text, postedAt }) {
  // No half of a surrogate pair.
  const isCutInPair = text.length > limits.lastMessageLength && /[\ud800-\udbff]/.test(text[limits.lastMessageLength - 1]);
  return { messageId, sequence, userId, name, text: text.slice(0, limits.lastMessageLength - (isCutInPair ? 1 : 0)), postedAt };
}
