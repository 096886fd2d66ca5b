// @ts-check
import { namesIn } from './people.js';
import { PresenceDigest } from './presence-digest.js';
import { Reactions } from './reactions.js';
import { isCounted, isNews } from './rows.js';
import { isSystemLine } from './system-lines.js';
import { Timeline } from './timeline.js';

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('../client/contracts.js').ChatUser} ChatUser */
/** @typedef {import('../client/contracts.js').InboxEntry} InboxEntry */
/** @typedef {{ name: string, role: string, mutedUntil?: number | null }} Member */

/** @param {string} name */
export const isDirectName = (name) => /^direct-[0-9a-f]{48}$/.test(name);

/** The page's state of one room. */
export class RoomState {
  timeline = new Timeline();
  presence = new PresenceDigest();
  reactions = new Reactions();
  /** @type {import('../client/outbox.js').OutboxEntry[]} */
  entries = [];
  /** @type {ChatUser[]} */
  users = [];
  count = 0;
  /** The members that the page has learnt of, by user id. @type {Map<string, Member>} */
  members = new Map();
  /** @type {ChatUser[]} */
  typing = [];
  role = 'member';
  isJoined = false;
  /** Whether the page has asked for what the answer to this join lacks. */
  isLearnt = false;
  /** Counts the rooms that were opened on this page: the lowest number was not open for the longest time. */
  openedAt = 0;
  /** Whether its messages are loaded: before that no message can count as read. */
  isLoaded = false;
  /** The place at which the view restarted, because the changes were unknown. @type {number | null} */
  restartedAt = null;
  isPrivate = false;
  /** The name of a user in another room. @type {(userId: string) => string | null} */
  nameElsewhere = () => null;
  /** Whether everything counts as read only because no earlier place is known. */
  isAssumedRead = false;
  /** How far the other members of a small room have read. @type {Map<string, number>} */
  cursors = new Map();
  /** The settings, once the room is joined. @type {import('../client/contracts.js').RoomInfo | null} */
  info = null;
  /** A page of history that is being loaded. @type {Promise<void> | null} */
  loadingOlder = null;
  /** The id of the message to which the next one replies. @type {string | null} */
  replyTo = null;
  /** Whether it has all messages of the outage. */
  isCaughtUp = false;
  /** The divider follows this place. @type {number | null} */
  unreadAfter = null;
  #ownIds;
  /** The newest entry of the inbox. @type {InboxEntry | null} */
  #entry = null;
  /** The numbers of the messages of the outage, by message id. @type {Map<string, number>} */
  #missed = new Map();

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

  /** Whether it is the room of two users. Its name is not for people. */
  get isDirect() { return isDirectName(this.name); }

  /** The name of the other user of a direct room, if the page knows it. @type {string | null} */
  get other() { return [...namesIn(this)].find(([userId]) => !this.#ownIds.has(userId))?.[1] ?? null; }

  /** Replaces the room's name on the page: the other user of a direct room, or the title. @type {string | null} */
  get title() { return this.isDirect ? this.other ?? 'Direct message' : this.info?.title ?? null; }

  get label() { return this.title ?? `#${this.name}`; }

  /** The number of other users' messages after the last read place. */
  get unread() {
    const { messages } = this.timeline;
    let count = 0;
    for (let i = messages.length - 1; this.#isUnread(messages[i]); i--) if (isCounted(messages[i], this.#ownIds)) count++;
    return count;
  }

  /** The first unread message that was not deleted. */
  get firstUnread() { return this.timeline.messages.find((message) => this.#isUnread(message) && isNews(message, this.#ownIds)) ?? null; }

  /** Whether unread messages may exist before the first one here. */
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
    const place = this.#entry ? Math.max(this.readThrough ?? 0, this.#placeIn(this.#entry)) : this.readThrough;
    this.isAssumedRead = place === null;
    // A place beyond the room's end belongs to another history of it.
    if (place === null || place > this.timeline.newest) return this.read();
    this.readThrough = place;
    if (this.unread > 0) this.unreadAfter = place;
  }

  /**
   * @param {ChatMessage[]} messages new or changed @param {{ isSeen: boolean, isCatchUp: boolean }} how `isSeen`: whether the
   * end of the list is in view
   * @returns {ChatMessage[]} the new ones of others
   */
  update(messages, { isSeen, isCatchUp }) {
    const hadUnread = this.unread > 0;
    const fresh = this.timeline.update(messages).filter((message) => isNews(message, this.#ownIds));
    const isMissed = isCatchUp && !this.isCaughtUp;
    if (isMissed) for (const { messageId, sequence } of fresh) this.#missed.set(messageId, sequence);
    for (const { messageId, deletedAt } of messages) if (deletedAt != null) this.#missed.delete(messageId);
    if (isSeen && !isMissed) this.read();
    else if (!hadUnread && this.unread > 0) this.unreadAfter = isSeen ? this.unreadAfter ?? this.readThrough : this.readThrough;
    return fresh;
  }

  /** The connection was lost. */
  lost() {
    Object.assign(this, { isJoined: false, isCaughtUp: false, typing: [] });
    this.#missed.clear();
  }

  /** All missed messages are here. @returns {number[]} the numbers of other users' messages among them, in their order */
  caughtUp() {
    this.isCaughtUp = true;
    const missed = [...this.#missed.values()].sort((a, b) => a - b);
    this.#missed.clear();
    return missed;
  }

  /** The user has seen all messages here. The divider stays until it is closed or moves. */
  read() { if (this.isLoaded) this.readThrough = this.timeline.newest; }

  /** @param {number} through the last place in view @returns {boolean} whether that is further than before */
  seen(through) {
    if (!this.isLoaded || through <= (this.readThrough ?? 0)) return false;
    this.readThrough = through;
    return true;
  }

  /**
   * The inbox says how far the user has read, here or on another device.
   * @param {InboxEntry} entry @returns {boolean} whether messages are unread that seemed to be read
   */
  readElsewhere(entry) {
    this.#entry = entry;
    // `reset` takes the place from the entry.
    if (!this.isLoaded) return false;
    const through = this.#placeIn(entry);
    const isBack = this.isAssumedRead && through < (this.readThrough ?? 0);
    this.isAssumedRead = false;
    if (!isBack) {
      this.seen(through);
      return false;
    }
    this.readThrough = through;
    if (this.unread > 0) this.unreadAfter = through;
    return this.unread > 0;
  }

  /** How far the user has read by an entry of the inbox. @param {InboxEntry} entry */
  #placeIn({ unread, readThrough, lastMessage, head }) {
    if (unread === 0) return Math.max(readThrough, lastMessage?.sequence ?? head);
    // Messages from before the inbox do not count, and no read cursor has passed them. An older entry does not count the newest ones.
    if (readThrough > 0 || head < this.timeline.newest) return readThrough;
    return this.timeline.messages.filter((message) => !isSystemLine(message)).at(-unread - 1)?.sequence ?? readThrough;
  }

  /**
   * Deleted messages before the first unread one count as read: nothing of them is left to see.
   * @returns {boolean} whether the place moved
   */
  passDeleted() {
    if (this.hasMoreUnread) return false;
    const end = this.firstUnread?.sequence ?? Infinity;
    const last = this.timeline.messages.findLast((message) => message.deletedAt != null && message.sequence < end);
    return last !== undefined && this.#isUnread(last) && this.seen(last.sequence);
  }

  /**
   * @param {{ users: ChatUser[], count: number, joined: ChatUser[], left: ChatUser[] }} change
   * @param {Set<string>} ownIds
   * @param {number} at
   */
  cameAndWent({ users, count, joined, left }, ownIds, at) {
    const others = (/** @type {ChatUser[]} */ some) => some.filter(({ userId }) => !ownIds.has(userId));
    // A user who was present already is in `joined` because of a new name.
    const wereHere = new Set(this.users.map(({ userId }) => userId));
    const came = others(joined).filter(({ userId }) => !wereHere.has(userId));
    this.presence.add({ joined: came, left: others(left), after: this.timeline.newest, at });
    Object.assign(this, { users, count });
  }

  /** @param {import('../client/contracts.js').RoomInfo | null} info null if it did not change */
  inform(info) {
    if (!info) return;
    this.info = info;
    this.isPrivate = info.kind !== 'public';
  }

  /** @param {({ userId: string } & Member)[]} members as they are now */
  learn(members) {
    for (const { userId, name, role, mutedUntil } of members) this.members.set(userId, { name, role, mutedUntil });
  }

  /** @param {import('../client/contracts.js').ChangedMember[]} members */
  changeMembers(members) {
    for (const member of members) {
      // The role of the join may come from the token, so that only another stored role changes it.
      const before = this.members.get(member.userId)?.role;
      if (this.#ownIds.has(member.userId) && before !== member.role) this.role = member.role;
      this.learn([member]);
      if (member.left) this.members.delete(member.userId);
    }
  }

  closeDivider() { if (this.unread === 0) this.unreadAfter = null; }
}
