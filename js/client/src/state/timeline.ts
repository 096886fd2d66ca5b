import type { ChatMessage } from '../client/contracts.js';

const tooOldKept = 200;
/** A room can be on a screen for days. */
const newestKept = 1_000;

/** The messages of one room: an unbroken range up to the newest, by sequence. Each change replaces the array. */
export class Timeline {
  #messages: readonly ChatMessage[] = [];
  /** Changes of messages before the range. A page of history that was read before such a change may arrive after it. */
  readonly #tooOld = new Map<string, ChatMessage>();
  #hasOlder = false;
  /** More than the newest, if the user has asked for older ones. */
  #most = newestKept;

  get messages(): readonly ChatMessage[] { return this.#messages; }
  get hasOlder(): boolean { return this.#hasOlder; }
  get oldest(): number | null { return this.#messages[0]?.sequence ?? null; }
  get newest(): number { return this.#messages.at(-1)?.sequence ?? 0; }

  reset(messages: readonly ChatMessage[]): void {
    this.#tooOld.clear();
    this.#messages = [];
    this.#most = newestKept;
    this.#put(messages);
    // The first change of a room has place 1. If it is not a message here, older ones may exist.
    this.#hasOlder = (this.oldest ?? 1) > 1;
  }

  /** Nothing is known of the room's messages yet. */
  clear(): void {
    this.reset([]);
    this.#hasOlder = true;
  }

  /** New and changed messages. */
  update(messages: readonly ChatMessage[]): void {
    for (const message of messages.filter(this.isBefore)) this.#keepAside(message);
    this.#put(messages.filter((message) => !this.isBefore(message)));
  }

  /** Whether a message is before the range. */
  readonly isBefore = ({ sequence }: { sequence: number }): boolean => this.#hasOlder && sequence < (this.oldest ?? 0);

  /** Drops the oldest messages beyond the limit, and returns them. `loadOlder` can fetch them again. */
  trim(): readonly ChatMessage[] {
    const dropped = this.#messages.slice(0, Math.max(0, this.#messages.length - this.#most));
    if (dropped.length === 0) return dropped;
    this.#messages = this.#messages.slice(dropped.length);
    this.#hasOlder = true;
    return dropped;
  }

  /** The page before the range. */
  prepend(messages: readonly ChatMessage[], hasMore: boolean): void {
    this.#put(messages.map((message) => this.#newerOf(message)));
    this.#hasOlder = hasMore;
    this.#most += messages.length;
  }

  #newerOf(message: ChatMessage): ChatMessage {
    const aside = this.#tooOld.get(message.messageId);
    return aside && aside.revision > message.revision ? aside : message;
  }

  #keepAside(message: ChatMessage): void {
    this.#tooOld.delete(message.messageId);
    this.#tooOld.set(message.messageId, message);
    const [first] = this.#tooOld.keys();
    if (this.#tooOld.size > tooOldKept && first !== undefined) this.#tooOld.delete(first);
  }

  #put(messages: readonly ChatMessage[]): void {
    if (messages.length === 0) return;
    const all = [...this.#messages];
    for (const message of messages) {
      const place = placeOf(all, message.sequence);
      const known = all[place];
      if (known?.sequence !== message.sequence) all.splice(place, 0, message);
      else if (message.revision >= known.revision) all[place] = message;
    }
    this.#messages = all;
  }
}

/** The index of the first message with this sequence or a higher one. New messages are at the end, so the search begins there. */
function placeOf(messages: readonly ChatMessage[], sequence: number): number {
  if ((messages.at(-1)?.sequence ?? 0) < sequence) return messages.length;
  let low = 0;
  for (let high = messages.length; low < high;) {
    const middle = (low + high) >> 1;
    if (messages[middle]!.sequence < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
