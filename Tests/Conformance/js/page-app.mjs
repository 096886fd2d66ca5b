// The app on the JavaScript client in a page, the counterpart of AppClient.cs for the .NET client. ConformanceTests of
// Tests/Browser serve it to a page of Chromium and play the server.
import { AppState } from './app-state.mjs';
import { ChatClient, FullJitterBackoff } from './chat-client.js';

const apps = globalThis.apps = new Map();

/** Creates an app with the list that belongs to its cursor, joins and connects. */
export function open({ name, ...app }) { apps.set(name, new PageApp(app)); }

/** Runs a step of the client. The promise resolves when the step has begun. */
export const act = ({ name, step }) => apps.get(name).act(step);

/** Returns the app's state when it is newer than this. */
export const see = ({ name, since }) => apps.get(name).see(since);

export const close = (name) => apps.get(name).close();

const tokens = { get: async () => ({ accessToken: 't', expiresAt: 0, userId: 'me', name: 'me' }) };

class PageApp {
  #client;
  #state;
  #seen = { outcomes: {}, room: 'followed', endings: 0, tries: 0, waiting: 0 };
  #ids = new Map();
  #news = 0;
  #notify = () => {};

  constructor({ url, join, known, followsInbox }) {
    const app = this.#state = new AppState(known, join);
    // The page does not hear of a backup.
    app.comparesRevisions = false;
    const backoff = new FullJitterBackoff({ random: () => 0.5, baseMs: 20, capMs: 100 });
    const client = this.#client = new ChatClient({ url, tokens, backoff, followInbox: followsInbox });
    const seen = this.#seen;
    client.on('reset', this.#note((reset) => app.reset(reset)));
    client.on('messages', this.#note((changes) => app.changed(changes)));
    client.on('inbox', this.#note((changes) => app.inboxChanged(changes)));
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
    const connection = state === 'stopped' ? `closed ${error.code}` : state;
    const { content, hasBegun, resets, resetAt, disorder } = this.#state;
    return { ...this.#seen, ...content, hasBegun, resets, resetAt, disorder, connection, news: this.#news };
  }

  act({ do: what, key, text, messageId, emoji, room, sequence }) {
    const client = this.#client;
    switch (what) {
      case 'send': { const sent = client.send('lobby', text); this.#ids.set(key, sent.messageId); return this.#track(key, sent.outcome); }
      case 'edit-own': return this.#track(`${key} edited`, client.edit('lobby', this.#ids.get(key), text));
      case 'delete-own': return this.#track(`${key} deleted`, client.delete('lobby', this.#ids.get(key)));
      case 'react-own': return this.#track(`${key} reacted`, client.react('lobby', messageId, emoji));
      case 'read-own': return this.#track(`read ${key}`, client.markRead(room, sequence));
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
}
