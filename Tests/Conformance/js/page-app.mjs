// The app on the JavaScript client in a page, the counterpart of AppClient.cs for the .NET client. ConformanceTests of
// Tests/Browser serve it to a page of Chromium and play the server.
import { ChatClient, FullJitterBackoff } from './chat-client.js';

const apps = globalThis.apps = new Map();

/** Creates an app with the list that belongs to its cursor, joins and connects. */
export function open({ name, url, join, known }) { apps.set(name, new PageApp({ url, join, known })); }

/** Runs a step of the client. The promise resolves when the step has begun. */
export const act = ({ name, step }) => apps.get(name).act(step);

/** Returns the app's state when it is newer than this. */
export const see = ({ name, since }) => apps.get(name).see(since);

export const close = (name) => apps.get(name).close();

const tokens = { get: async () => ({ accessToken: 't', expiresAt: 0, userId: 'me', name: 'me' }) };

class PageApp {
  #client;
  #list = new Map();
  #cursor;
  #seen = { resets: 0, outcomes: {}, room: 'followed', endings: 0, tries: 0, waiting: 0, disorder: null };
  #ids = new Map();
  #news = 0;
  #notify = () => {};

  constructor({ url, join, known }) {
    this.#cursor = join?.after ?? -1;
    for (const message of known) this.#list.set(message.messageId, message);
    const backoff = new FullJitterBackoff({ random: () => 0.5, baseMs: 20, capMs: 100 });
    const client = this.#client = new ChatClient({ url, tokens, backoff });
    const seen = this.#seen;
    client.on('reset', this.#note(({ messages, cursor }) => { seen.resets++; this.#list.clear(); this.#take(messages, cursor); }));
    client.on('messages', this.#note(({ messages, cursor }) => { this.#check(messages, cursor); this.#take(messages, cursor); }));
    client.on('refused', this.#note(({ error }) => { if (seen.room === 'followed') seen.room = `refused ${error.code}`; }));
    client.on('removed', this.#note(({ code }) => { seen.room = `removed ${code}`; }));
    client.on('ending', this.#note(() => { seen.endings++; }));
    client.on('status', this.#note(({ state }) => { if (state === 'connecting') seen.tries++; }));
    client.join('lobby', join ? { epoch: join.epoch ?? null, revision: join.after } : undefined).catch(() => {});
    client.start();
  }

  async see(since) {
    while (this.#news <= since) await new Promise((resolve) => { this.#notify = resolve; });
    const { state, error } = this.#client.status;
    const list = [...this.#list.values()].sort((a, b) => a.sequence - b.sequence).map((m) => `${m.sequence}@${m.revision} ${m.text}`);
    return { ...this.#seen, list, connection: state === 'stopped' ? `closed ${error.code}` : state, news: this.#news };
  }

  act({ do: what, key, text }) {
    const client = this.#client;
    switch (what) {
      case 'send': { const sent = client.send('lobby', text); this.#ids.set(key, sent.messageId); return this.#track(key, sent.outcome); }
      case 'edit-own': return this.#track(`${key} edited`, client.edit('lobby', this.#ids.get(key), text));
      case 'delete-own': return this.#track(`${key} deleted`, client.delete('lobby', this.#ids.get(key)));
      default: throw new Error(`There is no step ${what}.`);
    }
  }

  #note(change) {
    return (event) => {
      change(event);
      this.#news++;
      this.#notify();
    };
  }

  close() { return this.#client.stop(); }

  #track(key, outcome) {
    this.#seen.waiting++;
    const settled = this.#note((how) => { this.#seen.outcomes[key] = how; this.#seen.waiting--; });
    outcome.then(() => settled('stored'), (error) => settled(`failed ${error.code}`));
  }

  /** Each change once and in order. */
  #check(messages, cursor) {
    let last = this.#cursor;
    for (const { revision } of messages) {
      if (revision <= last || revision > cursor.revision)
        this.#seen.disorder ??= `${revision} came after ${last}, in a range up to ${cursor.revision}.`;
      last = revision;
    }
  }

  #take(messages, cursor) {
    for (const message of messages) this.#list.set(message.messageId, message);
    this.#cursor = cursor.revision;
  }
}
