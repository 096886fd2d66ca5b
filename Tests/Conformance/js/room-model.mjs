// The state of a room by the contract, for the scripted hub and for the generator of schedules: one counter for all changes.

/** The tallies after a user's reaction was added or taken back; null if nothing changes. */
function withReaction(tallies, emoji, user, on) {
  const old = tallies.find((tally) => tally.emoji === emoji);
  const users = old?.userIds ?? [];
  if (users.includes(user) === on) return null;
  const userIds = on ? [user, ...users] : users.filter((other) => other !== user);
  const changed = { emoji, count: userIds.length, userIds };
  const all = old ? tallies.map((tally) => (tally === old ? changed : tally)) : [...tallies, changed];
  return all.filter(({ count }) => count > 0);
}

/** Everything in a room that has a revision. */
export class RoomModel {
  head = 0;
  info = { revision: 0 };
  #messages = new Map();
  #reactions = new Map();
  #members = new Map();

  /** In the order of their sequences. */
  get stored() { return [...this.#messages.values()].sort((a, b) => a.sequence - b.sequence); }

  get reactions() { return [...this.#reactions.values()]; }

  get members() { return [...this.#members.values()]; }

  find(messageId) { return this.#messages.get(messageId); }

  add(message) {
    const sequence = ++this.head;
    this.#messages.set(message.messageId, { ...message, sequence, revision: sequence });
    return this.#messages.get(message.messageId);
  }

  change(messageId, changes) { this.#messages.set(messageId, { ...this.find(messageId), ...changes, revision: ++this.head }); }

  /** Returns false if the reactions are so already. */
  react(messageId, emoji, user, on) {
    const tallies = withReaction(this.#reactions.get(messageId)?.tallies ?? [], emoji, user, on);
    if (!tallies) return false;
    this.#reactions.set(messageId, { messageId, sequence: this.find(messageId).sequence, revision: ++this.head, tallies });
    return true;
  }

  changeMember(userId, changes) {
    const before = this.#members.get(userId) ?? { userId, name: userId, role: 'member' };
    this.#members.set(userId, { ...before, ...changes, revision: ++this.head });
  }

  setTitle(title) { this.info = { title, revision: ++this.head }; }

  /** Brings a backup back: the first messages, and of the rest what had not changed since. */
  restore(keep, head = keep) {
    const isLost = ({ revision }) => revision > head;
    for (const { messageId } of this.stored.slice(keep)) {
      this.#messages.delete(messageId);
      this.#reactions.delete(messageId);
    }
    for (const { messageId } of this.reactions.filter(isLost)) this.#reactions.delete(messageId);
    for (const { userId } of this.members.filter(isLost)) this.#members.delete(userId);
    if (isLost(this.info)) this.info = { revision: 0 };
    this.head = head;
  }
}
