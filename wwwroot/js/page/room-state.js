// @ts-check
import { PresenceDigest } from './presence-digest.js';
import { isNews } from './rows.js';
import { Timeline } from './timeline.js';

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('../client/contracts.js').ChatUser} ChatUser */

/** What the page knows of one room. */
export class RoomState {
  timeline = new Timeline();
  presence = new PresenceDigest();
  /** @type {import('../client/outbox.js').OutboxEntry[]} */
  entries = [];
  /** @type {ChatUser[]} */
  users = [];
  count = 0;
  /** @type {ChatUser[]} */
  typing = [];
  role = 'member';
  isJoined = false;
  /** Whether its messages are here: until then nothing of it can have been read. */
  isLoaded = false;
  /** The place from which it was shown anew, because it could not be told what had changed. @type {number | null} */
  restartedAt = null;
  isPrivate = false;
  isLoadingOlder = false;
  /** Whether it has everything that came while the connection was away. */
  isCaughtUp = false;
  /** The divider stands after this place. @type {number | null} */
  unreadAfter = null;
  #ownIds;
  /** What came while the connection was away, by message id. @type {Set<string>} */
  #missed = new Set();

  /**
   * @param {string} name
   * @param {number | null} readThrough the last place that was read, if the room was open before
   * @param {Set<string>} [ownIds]
   */
  constructor(name, readThrough, ownIds = new Set()) {
    this.name = name;
    this.readThrough = readThrough;
    this.#ownIds = ownIds;
  }

  /** How many messages of others stand after the last place that was read. What was deleted does not. */
  get unread() {
    const { messages } = this.timeline;
    let count = 0;
    for (let i = messages.length - 1; this.#isUnread(messages[i]); i--) if (isNews(messages[i], this.#ownIds)) count++;
    return count;
  }

  /** The first place that was not read, and what stands there. */
  get firstUnread() { return this.timeline.messages.find((message) => this.#isUnread(message) && isNews(message, this.#ownIds)) ?? null; }

  /** Whether messages that were not read may lie before the first one here. */
  get hasMoreUnread() {
    const { hasOlder, oldest } = this.timeline;
    return hasOlder && this.readThrough !== null && oldest !== null && this.readThrough + 1 < oldest;
  }

  /** @param {ChatMessage | undefined} message */
  #isUnread(message) { return this.isLoaded && message !== undefined && this.readThrough !== null && message.sequence > this.readThrough; }

  /** @param {ChatMessage[]} messages */
  reset(messages) {
    this.timeline.reset(messages);
    this.presence.clear();
    this.#missed.clear();
    this.restartedAt = this.isLoaded ? this.timeline.oldest ?? 1 : null;
    this.isLoaded = true;
    this.unreadAfter = null;
    // A place beyond the room's end is of another history of it.
    if (this.readThrough === null || this.readThrough > this.timeline.newest) this.read();
    else if (this.unread > 0) this.unreadAfter = this.readThrough;
  }

  /**
   * @param {ChatMessage[]} messages new or changed @param {{ isSeen: boolean, isCatchUp: boolean }} how `isSeen`: whether the end
   * of the list is looked at
   * @returns {ChatMessage[]} the new ones of others
   */
  update(messages, { isSeen, isCatchUp }) {
    const hadUnread = this.unread > 0;
    const fresh = this.timeline.update(messages).filter((message) => isNews(message, this.#ownIds));
    const isMissed = isCatchUp && !this.isCaughtUp;
    if (isMissed) for (const { messageId } of fresh) this.#missed.add(messageId);
    for (const { messageId, deletedAt } of messages) if (deletedAt != null) this.#missed.delete(messageId);
    if (isSeen && !isMissed) this.read();
    else if (!hadUnread && this.unread > 0) this.unreadAfter = isSeen ? this.unreadAfter ?? this.readThrough : this.readThrough;
    return fresh;
  }

  /** The connection is gone. */
  lost() {
    Object.assign(this, { isJoined: false, isCaughtUp: false, typing: [] });
    this.#missed.clear();
  }

  /** Everything that was missed is here. @returns {number} how many messages of others that is */
  caughtUp() {
    this.isCaughtUp = true;
    const { size } = this.#missed;
    this.#missed.clear();
    return size;
  }

  /** Everything that is here was seen. The divider stays until it is closed or moves. */
  read() { if (this.isLoaded) this.readThrough = this.timeline.newest; }

  /** @param {number} through the last place that was looked at @returns {boolean} whether that is further than before */
  seen(through) {
    if (!this.isLoaded || through <= (this.readThrough ?? 0)) return false;
    this.readThrough = through;
    return true;
  }

  /**
   * @param {{ users: ChatUser[], count: number, joined: ChatUser[], left: ChatUser[] }} change
   * @param {Set<string>} ownIds
   * @param {number} at
   */
  cameAndWent({ users, count, joined, left }, ownIds, at) {
    const others = (/** @type {ChatUser[]} */ some) => some.filter(({ userId }) => !ownIds.has(userId));
    // A user who was here already is in `joined` for the new name.
    const wereHere = new Set(this.users.map(({ userId }) => userId));
    const came = others(joined).filter(({ userId }) => !wereHere.has(userId));
    this.presence.add({ joined: came, left: others(left), after: this.timeline.newest, at });
    Object.assign(this, { users, count });
  }

  closeDivider() { if (this.unread === 0) this.unreadAfter = null; }
}
