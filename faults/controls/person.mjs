/** A client of any system. Records the answers and the messages it received, how often and in which order. */
export const rooms = ["hall", "kitchen"];

export class Person {
  heard = new Map(); // message id -> how often
  order = new Map(rooms.map(room => [room, []]));
  acknowledged = [];
  unanswered = 0;
  hasCome = false;

  constructor(name, pace) {
    this.name = name;
    this.pace = pace;
  }

  /** `send` completes when the message is answered, after as many retries as that needs. */
  async talk(quiet) {
    for (let said = 1; !quiet.aborted; said++) {
      await new Promise(resolve => setTimeout(resolve, this.pace * 2 * Math.random()));
      const message = { id: `${this.name}-${said}`, room: rooms[said % rooms.length], sentAt: Date.now() };
      this.unanswered++;
      this.send(message, quiet).then(() => { this.acknowledged.push(message); this.unanswered--; }, () => {});
    }
  }

  hear(room, id) {
    const times = (this.heard.get(id) ?? 0) + 1;
    this.heard.set(id, times);
    if (times === 1) this.order.get(room).push(id);
  }
}
