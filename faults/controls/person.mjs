/** A client of any system. Records the answers and the messages it received, how often and in which order. */
export const rooms = ["hall", "kitchen"];

export class Person {
  heard = new Map(); // message id -> how often
  heardAt = new Map(); // message id -> the time of the first receipt
  order = new Map(rooms.map(room => [room, []]));
  acknowledged = [];
  said = 0;
  unanswered = 0;
  hasCome = false;

  constructor(name, pace) {
    this.name = name;
    this.pace = pace;
  }

  /** `send` completes when the message is answered, after as many retries as that needs. */
  async talk(quiet) {
    while (!quiet.aborted) {
      await new Promise(resolve => setTimeout(resolve, this.pace * 2 * Math.random()));
      this.say("", quiet);
    }
  }

  say(filler, quiet) {
    const message = { id: `${this.name}-${++this.said}${filler}`, room: rooms[this.said % rooms.length], sentAt: Date.now() };
    this.unanswered++;
    this.send(message, quiet).then(
      () => { this.acknowledged.push({ ...message, answeredAt: Date.now() }); this.unanswered--; }, () => {});
  }

  hear(room, id) {
    const times = (this.heard.get(id) ?? 0) + 1;
    this.heard.set(id, times);
    if (times > 1) return;
    this.heardAt.set(id, Date.now());
    this.order.get(room).push(id);
  }
}
