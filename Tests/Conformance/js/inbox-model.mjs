// The inbox of a user by the contract, for the scripted hub and for the generator of schedules: one counter for all changes of the user's
// memberships. Counts and last messages are read from the rooms (RoomModel) when the entry is read.

const textLength = 200;

export class InboxModel {
  epoch = 'epoch-1';
  head = 0;
  #of;
  #rooms = new Map();

  /** @param of returns the RoomModel of a name */
  constructor(of) { this.#of = of; }

  get members() { return [...this.#rooms.values()].filter(({ left }) => !left).map(({ room }) => room); }

  has(room) { const known = this.#rooms.get(room); return known !== undefined && !known.left; }

  /** A join sets the read cursor to the newest message. */
  add(room) { this.#set(room, { role: 'member', joinedAt: this.head + 1, readThrough: this.#newest(room), left: null }); }

  end(room, code) { this.#set(room, { left: code }); }

  change(room, changes) { this.#set(room, changes); }

  /** Returns false if the cursor is there already. */
  read(room, sequence) {
    const { readThrough } = this.#rooms.get(room);
    const to = Math.min(sequence, this.#newest(room));
    if (to <= readThrough) return false;
    this.#set(room, { readThrough: to });
    return true;
  }

  mark({ room, sequence }) {
    const isMoved = this.read(room, sequence);
    const { readThrough, unread, mentions } = this.#entry(this.#rooms.get(room));
    return { result: { room, readThrough, unread, mentions }, isMoved };
  }

  follow({ after, epoch, limit }) {
    const isHonoured = after !== null && after <= this.head && epoch === this.epoch;
    const from = isHonoured ? after : 0;
    const all = this.#after(from).filter(({ left }) => isHonoured || !left);
    const page = all.slice(0, limit);
    const hasMore = page.length < all.length;
    const through = hasMore ? page.at(-1).revision : this.head;
    return { epoch: this.epoch, through, reset: !isHonoured, entries: page.map((known) => this.#entry(known)), hasMore };
  }

  /** Everything whose latest change is in this range, as it is now. */
  range(after, through) {
    const entries = this.#after(after).filter(({ revision }) => revision <= through).map((known) => this.#entry(known));
    return { epoch: this.epoch, after, through, entries };
  }

  activity(room) {
    const { head, unread, mentions, lastMessage } = this.#entry(this.#rooms.get(room));
    return { room, head, unread, mentions, ...(lastMessage ? { lastMessage } : {}) };
  }

  /** Brings a backup back: another epoch, with the memberships of now under other numbers. */
  restore(epoch) {
    this.epoch = epoch;
    this.head = 0;
    const kept = this.members;
    this.#rooms = new Map(kept.map((room) => [room, this.#rooms.get(room)]));
    for (const room of kept) this.#set(room, { readThrough: Math.min(this.#rooms.get(room).readThrough, this.#newest(room)) });
  }

  get entries() { return this.members.map((room) => this.#entry(this.#rooms.get(room))); }

  #after(revision) { return [...this.#rooms.values()].filter((one) => one.revision > revision).sort((a, b) => a.revision - b.revision); }

  #newest(room) { return this.#counted(room).at(-1)?.sequence ?? 0; }

  #counted(room) { return this.#of(room).stored.filter(({ event }) => !event); }

  #set(room, changes) { this.#rooms.set(room, { ...this.#rooms.get(room), room, ...changes, revision: ++this.head }); }

  #entry({ room, revision, role, joinedAt, readThrough, title, left }) {
    const none = { joinedAt: 0, head: 0, unread: 0, mentions: 0, readThrough: 0, muted: false };
    if (left) return { room, kind: 'private', role: '', revision, ...none, left };
    const counted = this.#counted(room);
    const unread = counted.filter(({ sequence }) => sequence > readThrough);
    const last = counted.at(-1);
    return {
      room, kind: 'private', ...(title ? { title } : {}), role, revision, joinedAt, head: this.#of(room).head, unread: unread.length,
      mentions: unread.filter((message) => message.mentions?.includes('me')).length, readThrough, muted: false,
      ...(last ? { lastMessage: this.#short(last) } : {}),
    };
  }

  #short({ messageId, sequence, userId = '', name = '', text, postedAt = 0 }) {
    return { messageId, sequence, userId, name, text: text.slice(0, textLength), postedAt };
  }
}
