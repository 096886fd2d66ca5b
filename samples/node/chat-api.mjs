// The server API of the chat, with nothing but fetch. Every change has a natural key, so it is safe to send it again.
const retries = 8;
const retryableStatus = new Set([429, 502, 503, 504]);

export class ChatApi {
  #base;
  #key;

  constructor(url, key) {
    this.#base = `${url.replace(/\/$/, '')}/api/v1`;
    this.#key = key;
  }

  /** A token with which the user's page or app connects. */
  token(userId, name) {
    return this.#ask('POST', '/tokens', { userId, name, ttl: 3600 });
  }

  /** Quiet: members come and go without a message. */
  makePrivateRoom(room, title) {
    return this.#ask('PUT', `/rooms/${room}`, { kind: 'private', title, announce: false });
  }

  addMember(room, userId, name) {
    return this.#ask('PUT', `/rooms/${room}/members/${encodeURIComponent(userId)}`, { name });
  }

  /** The caller makes the id once, and keeps it until the post is answered. */
  postAsSystem(room, messageId, text) {
    return this.#ask('PUT', `/rooms/${room}/messages/${messageId}`, { kind: 'system', text });
  }

  /**
   * Yields each message of a room in its newest form, from a cursor on, for ever. Keep `after` and `epoch` of the last page: with them
   * a backend that starts again misses nothing.
   */
  async *follow(room, after = 0, epoch = null) {
    for (;;) {
      const known = epoch === null ? '' : `&epoch=${epoch}`;
      const page = await this.#ask('GET', `/rooms/${room}/updates?after=${after}${known}&wait=25`);
      yield* page.messages;
      ({ through: after, epoch } = page);
    }
  }

  async #ask(method, path, body) {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#send(method, path, body);
      if (answer?.ok) return await answer.json();
      const mayRetry = answer === null || retryableStatus.has(answer.status);
      if (!mayRetry || attempt === retries) {
        const problem = await answer?.json().catch(() => null);
        throw new Error(`${method} ${path}: ${problem?.code ?? answer?.status ?? 'no answer'} ${problem?.detail ?? ''}`);
      }
      const seconds = Number(answer?.headers.get('retry-after')) || Math.min(2 ** attempt / 4, 10);
      await new Promise((resume) => setTimeout(resume, seconds * 1000));
    }
  }

  /** Null if no answer came: whether the change was made is not known, so send it again. */
  async #send(method, path, body) {
    try {
      return await fetch(this.#base + path, {
        method,
        headers: { authorization: `Bearer ${this.#key}`, ...(body && { 'content-type': 'application/json' }) },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(40_000),
      });
    } catch {
      return null;
    }
  }
}
