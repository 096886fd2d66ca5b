// @ts-check
import { Comings } from './comings.js';
import { Timeline } from './timeline.js';

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('../client/contracts.js').ChatUser} ChatUser */

/** What the page knows of one room. */
export class RoomState {
  timeline = new Timeline();
  comings = new Comings();
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
  unread = 0;
  /** The divider stands after this place. @type {number | null} */
  unreadAfter = null;

  /** @param {string} name @param {number | null} readThrough the last place that was read, if the room was open before */
  constructor(name, readThrough) {
    this.name = name;
    this.readThrough = readThrough;
  }

  /** @param {ChatMessage[]} messages @param {Set<string>} ownIds */
  reset(messages, ownIds) {
    this.timeline.reset(messages);
    this.comings.clear();
    this.restartedAt = this.isLoaded ? this.timeline.oldest ?? 1 : null;
    this.isLoaded = true;
    this.unread = 0;
    this.unreadAfter = null;
    const last = this.readThrough;
    // A place beyond the room's end is of another history of it.
    if (last === null || last > this.timeline.newest) this.read();
    else this.markUnread(messages.filter((message) => message.sequence > last && !ownIds.has(message.userId)).length);
  }

  /** Everything that is here was seen. The divider stays until it is closed or moves. */
  read() {
    if (!this.isLoaded) return;
    this.readThrough = this.timeline.newest;
    this.unread = 0;
  }

  /** Shows where those begin that came while one was away, though they are before one's eyes at once. */
  divide() { this.unreadAfter ??= this.readThrough ?? this.timeline.newest; }

  /** @param {number} count */
  markUnread(count) {
    if (count === 0) return;
    if (this.unread === 0) this.unreadAfter = this.readThrough ?? this.timeline.newest;
    this.unread += count;
  }

  /** @param {{ users: ChatUser[], count: number, joined: ChatUser[], left: ChatUser[] }} change @param {Set<string>} ownIds @param {number} at */
  cameAndWent({ users, count, joined, left }, ownIds, at) {
    const others = (/** @type {ChatUser[]} */ some) => some.filter(({ userId }) => !ownIds.has(userId));
    // A user who was here already is in `joined` for the new name.
    const wereHere = new Set(this.users.map(({ userId }) => userId));
    const came = others(joined).filter(({ userId }) => !wereHere.has(userId));
    this.comings.add({ joined: came, left: others(left), after: this.timeline.newest, at });
    Object.assign(this, { users, count });
  }

  closeDivider() { if (this.unread === 0) this.unreadAfter = null; }
}
