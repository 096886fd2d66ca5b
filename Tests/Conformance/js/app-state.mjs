// The state of a room as an app keeps it by the client's events: the same for both runners of schedules in JavaScript.

const bySequence = (a, b) => a.sequence - b.sequence;

/** One line for each entity: its place, its revision and its content. */
export const lines = {
  messages: (all) => [...all].sort(bySequence).map(({ sequence, revision, event, text }) =>
    `${sequence}@${revision} ${event ? `[${event.type} ${event.userId}] ` : ''}${text}`),
  reactions: (all) => [...all].sort(bySequence).map(({ sequence, revision, tallies }) =>
    `${sequence}@${revision} ${tallies.map(({ emoji, count, userIds }) => `${emoji}${count}:${userIds.join(',')}`).join(' ')}`),
  members: (all) => [...all].sort((a, b) => (a.userId < b.userId ? -1 : 1)).map(({ userId, revision, role, mutedUntil, left }) =>
    `${userId}@${revision} ${role}${mutedUntil ? ` until ${mutedUntil}` : ''}${left ? ` ${left}` : ''}`),
  inbox: (all) => [...all].sort((a, b) => (a.room < b.room ? -1 : 1)).map(
    ({ room, role, title, head, unread, mentions, readThrough, lastMessage }) => `${room} ${role}${title ? ` "${title}"` : ''}`
      + ` head ${head} unread ${unread}/${mentions} read ${readThrough}`
      + (lastMessage ? ` last ${lastMessage.sequence} ${lastMessage.text}` : '')),
  /** Settings that were never changed are not shown. */
  info: (info) => (info && info.revision > 0 ? `${info.revision} ${info.title}` : ''),
};

export class AppState {
  resets = 0;
  /** The revision of the last reset: members who changed before are not in the events. */
  resetAt = -1;
  /** False once a backup was brought back: its revisions are lower. */
  comparesRevisions = true;
  /** The first change that did not come once and in order. */
  disorder = null;
  #messages;
  #inbox = new Map();
  /** The highest revision of each room of the inbox, also of those that went. */
  #newest = new Map();
  #reactions = new Map();
  #members = new Map();
  #info = null;
  #cursor;
  #beginsAtCursor;

  /** An app with a cursor has the list that belongs to it. */
  constructor(known, join) {
    this.#messages = new Map(known.map((message) => [message.messageId, message]));
    this.#cursor = join?.after ?? -1;
    this.#beginsAtCursor = join !== null;
  }

  /** An empty room looks as before the join. */
  get hasBegun() { return this.#beginsAtCursor || this.resets > 0; }

  get content() {
    return {
      list: lines.messages(this.#messages.values()), reactions: lines.reactions(this.#reactions.values()),
      members: lines.members(this.#members.values()), info: lines.info(this.#info), inbox: lines.inbox(this.#inbox.values()),
    };
  }

  /** A room is added once, then changes, then is removed, and an older state never replaces a newer one. */
  inboxChanged({ added, changed, removed }) {
    const isOlder = this.comparesRevisions
      && [...added, ...changed].some(({ room, revision }) => revision < (this.#newest.get(room) ?? 0));
    const isWrong = isOlder || added.some(({ room }) => this.#inbox.has(room))
      || [...changed, ...removed].some(({ room }) => !this.#inbox.has(room));
    if (isWrong || added.length + changed.length + removed.length === 0)
      this.disorder ??= `The inbox came as ${JSON.stringify({ added, changed, removed })}.`;
    for (const entry of [...added, ...changed]) {
      this.#inbox.set(entry.room, entry);
      this.#newest.set(entry.room, entry.revision);
    }
    for (const { room } of removed) this.#inbox.delete(room);
  }

  reset({ messages, reactions, info, cursor }) {
    this.resets++;
    this.resetAt = cursor.revision;
    for (const map of [this.#messages, this.#reactions, this.#members]) map.clear();
    this.#info = null;
    this.#take({ messages, reactions, members: [], info, cursor });
  }

  changed(changes) {
    this.#check(changes);
    this.#take(changes);
  }

  /** Each change once and in order, and no event without one. */
  #check({ messages, reactions, members, info, cursor }) {
    const kinds = [messages, reactions, members, info ? [info] : []].map((kind) => kind.map(({ revision }) => revision));
    const all = kinds.flat();
    const isNew = (revision) => revision > this.#cursor && revision <= cursor.revision;
    const isSorted = (revisions) => revisions.every((revision, i) => i === 0 || revision > revisions[i - 1]);
    if (all.length === 0 || !all.every(isNew) || new Set(all).size < all.length || !kinds.every(isSorted))
      this.disorder ??= `${JSON.stringify(kinds)} came after ${this.#cursor}, in a range up to ${cursor.revision}.`;
  }

  #take({ messages, reactions, members, info, cursor }) {
    for (const message of messages) this.#messages.set(message.messageId, message);
    for (const one of reactions) this.#reactions.set(one.messageId, one);
    for (const member of members) this.#members.set(member.userId, member);
    this.#info = info ?? this.#info;
    this.#cursor = cursor.revision;
  }
}
