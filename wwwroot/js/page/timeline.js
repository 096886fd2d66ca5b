// @ts-check

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */

const tooOldKept = 200;

/** The messages of one room that the page holds: an unbroken range up to the newest. */
export class Timeline {
  /** @type {ChatMessage[]} by sequence */
  #messages = [];
  /** @type {Map<string, ChatMessage>} */
  #byId = new Map();
  // Changes of messages that are not held. A page of history that was read before such a change may arrive after it.
  /** @type {Map<string, ChatMessage>} */
  #tooOld = new Map();

  /** Whether messages exist before the first one here. */
  hasOlder = false;

  get messages() { return this.#messages; }
  get newest() { return this.#messages.at(-1)?.sequence ?? 0; }
  get oldest() { return this.#messages[0]?.sequence ?? null; }

  /** @param {string} messageId */
  find(messageId) { return this.#byId.get(messageId) ?? null; }

  /** The place of a held message. @param {string} messageId */
  placeOf(messageId) { return this.find(messageId)?.sequence ?? null; }

  /** @param {ChatMessage[]} messages */
  reset(messages) {
    this.#messages = [];
    this.#byId.clear();
    this.#tooOld.clear();
    this.#put(messages);
    // The first change of a room is its first message, so only that one has place 1.
    this.hasOlder = (this.oldest ?? 1) > 1;
  }

  /**
   * @param {ChatMessage[]} messages new or changed
   * @returns {ChatMessage[]} those that are new here
   */
  update(messages) {
    const held = messages.filter((message) => !this.#isTooOld(message));
    for (const message of messages) if (this.#isTooOld(message)) this.#keepAside(message);
    return this.#put(held);
  }

  /** @param {ChatMessage[]} messages the page before the first one here @param {boolean} hasMore */
  prepend(messages, hasMore) {
    this.#put(messages);
    this.#put(messages.flatMap((message) => this.#tooOld.get(message.messageId) ?? []));
    this.hasOlder = hasMore;
  }

  /** Drops the oldest beyond a number. @param {number} most */
  trim(most) {
    if (this.#messages.length <= most) return;
    for (const message of this.#messages.splice(0, this.#messages.length - most)) this.#byId.delete(message.messageId);
    this.hasOlder = true;
  }

  /** @param {ChatMessage} message */
  #isTooOld(message) { return this.hasOlder && message.sequence < (this.oldest ?? 0); }

  /** @param {ChatMessage} message */
  #keepAside(message) {
    this.#tooOld.set(message.messageId, message);
    for (const id of this.#tooOld.keys()) {
      if (this.#tooOld.size <= tooOldKept) break;
      this.#tooOld.delete(id);
    }
  }

  /** @param {ChatMessage[]} messages */
  #put(messages) {
    const added = [];
    for (const message of messages) {
      const known = this.#byId.get(message.messageId);
      if (known && known.revision > message.revision) continue;
      this.#byId.set(message.messageId, message);
      if (known) this.#messages[this.#messages.indexOf(known)] = message;
      else { this.#insert(message); added.push(message); }
    }
    return added;
  }

  /** @param {ChatMessage} message */
  #insert(message) {
    let low = 0;
    for (let high = this.#messages.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.#messages[middle].sequence < message.sequence) low = middle + 1;
      else high = middle;
    }
    this.#messages.splice(low, 0, message);
  }
}
