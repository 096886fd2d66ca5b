// @ts-check
import { Announcer } from './announcer.js';
import { Banner } from './banner.js';
import { beside } from './beside.js';
import { Browsing } from './browsing.js';
import { showComposer } from './closed.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { byId, counted, paintAvatar, showText } from './dom.js';
import { othersIn } from './people.js';
import { mentionedIn } from './mentions.js';
import { quoteOf } from './quote.js';
import { closeDrawers, fitKeyboard, showPanel, wireDrawers } from './drawers.js';
import { JoinedRooms } from './joined-rooms.js';
import { wireKeys } from './keys.js';
import { learnOnce } from './learn.js';
import { messageActions } from './message-actions.js';
import { taggedName } from './namesakes.js';
import { Notifications } from './notifications.js';
import { listenTo } from './client-events.js';
import { showPeople, showTyping } from './people-list.js';
import { leaveRoom, showRoomMenu, wireRoomMenu } from './room-menu.js';
import { RoomsPanel } from './rooms-panel.js';
import { isRoomName, Switcher } from './switcher.js';
import { showWelcome } from './welcome.js';

/** @typedef {import('../chat-client.js').ChatClient} ChatClient */
/** @typedef {import('./page-state.js').PageState} PageState */

const historyPage = 50;
const states = {
  idle: 'not connected', connecting: 'connecting', connected: 'connected', waiting: 'reconnecting', stopped: 'not connected',
};

/** The page of a signed-in user: connects the client, the state and the view. */
export class ChatPage {
  announcer = new Announcer();

  /**
   * @param {ChatClient} client
   * @param {PageState} state
   * @param {{ signOut: () => void, signInAgain: () => void }} leave
   * @param {import('./link-facts.js').LinkFacts} facts
   */
  constructor(client, state, leave, facts) {
    this.client = client;
    this.state = state;
    this.facts = facts;
    this.joined = new JoinedRooms(client, state);
    this.banner = new Banner({ retryNow: () => client.retryNow(), signInAgain: leave.signInAgain });
    this.conversation = new Conversation({
      who: () => state, tags: (room) => state.tags(room), older: (room, count) => this.#older(room, count),
      seen: (through) => this.#seen(through),
      textLength: () => client.limits.textLength, ...messageActions(this),
    });
    this.composer = new Composer({
      send: (text) => this.#send(text), run: (command, argument) => this.#run(command, argument),
      typed: () => client.typed(this.current), stopped: () => client.stoppedTyping(this.current),
      unreply: () => this.replyTo(null), mentioning: () => void this.learnMembers(state.currentRoom),
      known: () => ({ people: this.#others, rooms: this.panel.known.map((room) => room.name) }),
    });
    this.panel = new RoomsPanel({
      list: (request) => client.listRooms(request), isUp: () => client.status.state === 'connected',
      open: (room) => this.open(room), state: () => state,
    });
    this.notifications = new Notifications({ open: (room) => this.open(room), problem: (sentence) => this.problem(sentence) });
    this.switcher = new Switcher({ rooms: () => this.panel.known, refresh: () => this.panel.refresh(), open: (room) => this.open(room) });
    this.browsing = new Browsing({
      open: (room) => this.open(room), isIn: (room) => state.isIn(room), current: () => state.current,
    });
    listenTo(client, this);
    this.#wire(leave.signOut);
  }

  /** Joins the room if necessary and shows it. @param {string} name */
  open(name) {
    const { state } = this;
    state.currentRoom?.closeDivider();
    this.joined.open(name);
    this.#show(name);
    closeDrawers();
    if (window.matchMedia('(hover: hover)').matches) this.composer.focus();
  }

  /** The user is no longer in the room. @param {string} name @param {boolean} [isRefused] the server did not let the user in */
  drop(name, isRefused = false) {
    const { state } = this;
    const wasCurrent = state.current === name;
    this.joined.drop(name);
    if (wasCurrent) this.#show(this.joined.openNext(name, isRefused), true);
    state.save();
    void this.panel.refresh();
    this.drawAround();
  }

  /** Updates everything except the messages. */
  drawAround() {
    const { state } = this;
    const room = state.currentRoom;
    byId('room-title').textContent = room?.label ?? 'No room';
    byId('room-subtitle').textContent = this.#subtitle(room);
    showRoomMenu(room);
    showComposer(this);
    if (room) showWelcome(room);
    const { mine } = state;
    const unread = mine.reduce((sum, one) => sum + one.unread, 0);
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${room?.label ?? 'SignalRChat'}`;
    const tags = room ? state.tags(room) : new Map();
    showPeople(room ?? { users: [], count: 0 }, state.ownIds, tags, (userId) => this.about(userId));
    this.drawTyping();
    this.panel.draw(mine);
  }

  drawTyping() { showTyping(this.#names(this.state.currentRoom?.typing ?? [])); }

  /** The others of the open room. */
  get #others() {
    const room = this.state.currentRoom;
    return room ? othersIn(room, this.state, this.state.tags(room)) : [];
  }

  /** Shows what can be done with a person of the open room. @param {string} userId */
  about(userId) {
    void this.tried('Not shown', async () => void (await import('./person-sheet.js')).showPerson(this, userId));
  }

  /** Other devices learn what was read here. @param {import('./room-state.js').RoomState} room */
  markRead({ name, readThrough }) {
    // Before the page has the room's entry, the place may be only assumed. The client may have it already.
    const known = this.state.inbox.get(name)?.readThrough;
    if (known === undefined || readThrough === null || readThrough <= known) return;
    this.client.markRead(name, readThrough).catch((error) => console.info('The read cursor was not stored.', error.code));
  }

  /** Asks for the members of a room as they are now. @param {import('./room-state.js').RoomState | null} room */
  async learnMembers(room) {
    if (!room?.isJoined) return;
    try {
      room.learn((await this.client.members(room.name)).members);
    } catch {
      // Those who are present and those who wrote are known anyway.
    }
    this.composer.refresh();
    this.conversation.draw();
    this.drawAround();
  }

  /** The next message of the open room replies to this one. @param {string | null} messageId */
  replyTo(messageId) {
    const room = this.state.currentRoom;
    if (!room) return;
    room.replyTo = messageId;
    this.composer.reply(messageId === null ? null : quoteOf(messageId, room.timeline.find(messageId)));
  }

  /** The names as the open room distinguishes them. @param {{ userId: string, name: string }[]} users */
  #names(users) {
    const room = this.state.currentRoom;
    const tags = room ? this.state.tags(room) : new Map();
    return users.map((user) => taggedName(tags, user));
  }

  /** The state of the connection in words. */
  get stateName() { return states[this.client.status.state]; }

  drawMe() {
    const { me } = this.state;
    paintAvatar(byId('me-avatar'), me.userId, me.name);
    byId('me-name').textContent = me.name;
    byId('me-state').textContent = this.stateName;
    byId('chat').dataset.connection = this.client.status.state;
  }

  /** @param {import('./room-state.js').RoomState | null} room */
  #subtitle(room) {
    if (!room) return 'Join one from the list of rooms.';
    // A room that shows no presence has no number.
    if (room.isJoined) return room.count > 0 ? `${counted(room.count, 'person', 'people')} here` : '';
    return this.client.status.state === 'connected' ? 'joining…' : `${this.stateName}…`;
  }

  /** The open room. */
  get current() {
    if (this.state.current === null) throw new Error('No room is open.');
    return this.state.current;
  }

  /** @param {string | null} name @param {boolean} [replaces] the room that was shown is gone */
  #show(name, replaces = false) {
    this.state.current = name;
    const room = this.state.currentRoom;
    byId('scroller').setAttribute('aria-label', room ? `Messages in ${room.title ?? room.name}` : 'Messages');
    showText(byId('older-error'), null);
    this.conversation.open(room);
    beside('The draft', () => this.composer.open(room));
    beside('The reply', () => this.replyTo(room?.replyTo ?? null));
    beside('The address', () => this.browsing.visit(name, replaces));
    beside('Keeping the session', () => this.state.save());
    this.drawAround();
    learnOnce(this);
  }

  /** @param {string} text */
  #send(text) {
    this.state.currentRoom?.closeDivider();
    this.client.send(this.current, text, this.state.currentRoom?.replyTo, undefined, { mentions: mentionedIn(text, this.#others) });
    this.replyTo(null);
    this.conversation.toEnd();
  }

  /** @param {string} command @param {string} argument */
  #run(command, argument) {
    switch (command) {
      case 'join': return isRoomName(argument)
        ? this.open(argument)
        : this.problem('A room has a name of lower-case letters, digits, dot, hyphen and underscore.');
      case 'leave': return void leaveRoom(this);
      case 'rooms': return this.switcher.show();
      case 'who': return showPanel('people');
      case 'help': return byId('help-button').click();
    }
  }

  /** @param {import('./room-state.js').RoomState} room @param {number} [count] */
  async #older(room, count = historyPage) {
    const page = await this.client.history(room.name, room.timeline.oldest, count);
    room.timeline.prepend(page.messages, page.hasMore);
    room.reactions.apply(page.reactions ?? []);
  }

  /** Runs an action, and shows why it failed. @param {string} otherwise @param {() => Promise<unknown>} action */
  async tried(otherwise, action) {
    try {
      await action();
    } catch (error) {
      this.problem(`${otherwise}: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {string} sentence */
  problem(sentence) {
    this.banner.notice(sentence);
    this.announcer.alarm(sentence);
  }

  /** @param {number | null} through a place in the open room; null is its end */
  #seen(through) {
    const room = this.state.currentRoom;
    if (!room) return;
    const before = room.unread;
    if (through === null) room.read();
    else room.seen(through);
    this.markRead(room);
    if (room.unread === before) return;
    beside('Keeping what was read', () => this.state.save());
    beside('The rest of the page', () => this.drawAround());
  }

  /** What was read in the last second: a page that is hidden may not run again. */
  #tellRead() { beside('Telling what was read', () => this.client.flushReadMarks()); }

  /** @param {number} by @param {boolean} onlyUnread */
  #step(by, onlyUnread) {
    const rooms = this.state.mine.filter((room) => !onlyUnread || room.unread > 0 || room.name === this.state.current);
    const at = rooms.findIndex((room) => room.name === this.state.current);
    if (rooms.length > 0) this.open(rooms[(at + by + rooms.length) % rooms.length].name);
  }

  /** @param {string} sentence */
  tell(sentence) { this.banner.notice(sentence, 'good'); }

  /** @param {() => void} signOut */
  #wire(signOut) {
    wireDrawers();
    fitKeyboard();
    wireKeys({
      step: (by, onlyUnread) => this.#step(by, onlyUnread),
      switcher: () => this.switcher.show(),
      escape: () => { if (!closeDrawers()) { this.conversation.toEnd(); this.composer.focus(); } },
    });
    wireRoomMenu(this);
    // The page's address names its room, so the page itself follows a link to a place within the page.
    byId('skip').addEventListener('click', (event) => { event.preventDefault(); this.composer.focus(); });
    byId('sign-out').addEventListener('click', signOut);
    byId('connection').addEventListener('click', () => void this.tried('Not shown', async () => (
      void (await import('./connection-sheet.js')).showConnection(this))));
    document.addEventListener('visibilitychange', () => {
      this.conversation.lookedAt();
      if (document.visibilityState === 'hidden') this.#tellRead();
    });
    window.addEventListener('pagehide', () => { this.state.save(); this.#tellRead(); });
  }
}
