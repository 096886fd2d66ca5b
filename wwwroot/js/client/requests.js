// @ts-check
import { Emitter } from './emitter.js';
import { limits } from './contracts.js';
import { readData, writeData } from './message-data.js';

/** @typedef {import('./chat-events.js').ChatEvents} ChatEvents */

/**
 * Calls without retries: each fails with `connection-lost` if there is no connection, and with the server's code if the
 * server refuses it.
 * @extends {Emitter<ChatEvents>}
 */
export class Requests extends Emitter {
  #ask;
  #isBinary;

  /**
   * @param {(method: string, request: object) => Promise<any>} ask
   * @param {() => boolean} isBinary whether the connection uses MessagePack
   */
  constructor(ask, isBinary) {
    super();
    this.#ask = ask;
    this.#isBinary = isBinary;
  }

  /**
   * Makes a room that the user owns. It does not join the room: `join` does. With a name the call can be repeated.
   * @param {{ kind: 'public' | 'private', room?: string, title?: string, data?: object, members?: string[] }} request
   *   `members` are ids of users who become members; without `room` the server chooses a name
   * @returns {Promise<import('./contracts.js').CreateRoomResult>}
   */
  createRoom({ kind, room, title, data, members }) {
    return this.#ask('CreateRoom', {
      kind, room: room ?? null, title: title ?? null, members: members ?? [],
      ...(data ? { data: writeData(data, this.#isBinary()) } : {}),
    });
  }

  /**
   * @param {string} room
   * @param {number | null} before
   * @param {number} limit
   * @returns {Promise<import('./contracts.js').GetHistoryResult>}
   */
  async history(room, before, limit) {
    const page = await this.#ask('GetHistory', { room, before, limit });
    readData(page.messages);
    return page;
  }

  /**
   * An overview with the present members first; with a page, all members by user id.
   * @param {string} room
   * @param {{ after?: string, limit?: number }} [page] `after` is the user id of the last member of the previous page
   * @returns {Promise<import('./contracts.js').GetMembersResult>}
   */
  members(room, page) {
    return this.#ask('GetMembers', page ? { room, after: page.after ?? null, limit: page.limit ?? limits.pageSize } : { room });
  }

  /**
   * @param {{ prefix?: string, after?: string, limit?: number }} [request]
   * @returns {Promise<import('./contracts.js').ListRoomsResult>}
   */
  listRooms({ prefix, after, limit } = {}) {
    return this.#ask('ListRooms', { prefix: prefix ?? null, after: after ?? null, limit: limit ?? limits.pageSize });
  }

  /**
   * All these rooms by name: `for await (const room of client.allRooms())`. It asks for a page when the loop needs it.
   * @param {string} [prefix]
   * @returns {AsyncGenerator<import('./contracts.js').RoomSummary, void>}
   */
  async *allRooms(prefix) {
    /** @type {string | undefined} */
    let after;
    do {
      const page = await this.listRooms({ prefix, after });
      yield* page.rooms;
      // A page can be empty although there are more.
      after = page.hasMore ? page.next ?? page.rooms.at(-1)?.room : undefined;
    } while (after);
  }

  /**
   * How far the members have read a room; in a large room only how far the user has.
   * @param {string} room
   * @returns {Promise<import('./contracts.js').GetReadCursorsResult>}
   */
  readCursors(room) { return this.#ask('GetReadCursors', { room }); }

  /**
   * Ends another user's membership; the user may join again. For moderators and owners, on users with a lower role.
   * @param {string} room
   * @param {string} userId
   * @returns {Promise<import('./contracts.js').RemoveMemberResult>}
   */
  kick(room, userId) { return this.#ask('KickMember', { room, userId }); }

  /**
   * Bans a user, member or not, until `unban`, and ends the membership.
   * @param {string} room
   * @param {string} userId
   * @returns {Promise<import('./contracts.js').RemoveMemberResult>}
   */
  ban(room, userId) { return this.#ask('BanMember', { room, userId }); }

  /**
   * Makes another user a member, who need not have connected before. For owners, and for moderators with the role `member`.
   * @param {string} room
   * @param {string} userId
   * @param {string} [role] one of `roomRoles`
   * @returns {Promise<import('./contracts.js').AddMemberResult>}
   */
  addMember(room, userId, role) { return this.#ask('AddMember', { room, userId, role: role ?? null }); }

  /**
   * Mutes a member, who then may not post, edit or react. For moderators and owners, on members with a lower role.
   * @param {string} room
   * @param {string} userId
   * @param {number | null} until the end of the mute in Unix milliseconds; null lifts it
   * @returns {Promise<import('./contracts.js').MuteMemberResult>}
   */
  mute(room, userId, until) { return this.#ask('MuteMember', { room, userId, until }); }

  /**
   * Changes settings of a room. For owners. Settings that are left out stay.
   * @param {string} room
   * @param {{ title?: string, data?: object, announce?: boolean, posting?: 'members' | 'moderators', slowModeSeconds?: number,
   *   maxMembers?: number, typing?: boolean, presence?: 'full' | 'count' | 'off', retentionDays?: number }} settings
   * @returns {Promise<import('./contracts.js').SetRoomResult>}
   */
  setRoom(room, { data, ...settings }) {
    return this.#ask('SetRoom', { room, ...settings, ...(data ? { data: writeData(data, this.#isBinary()) } : {}) });
  }

  /**
   * The bans of a room by user id. For moderators and owners.
   * @param {string} room
   * @param {{ after?: string, limit?: number }} [page] `after` is the user id of the last ban of the previous page
   * @returns {Promise<import('./contracts.js').ListBansResult>}
   */
  bans(room, { after, limit } = {}) { return this.#ask('ListBans', { room, after: after ?? null, limit: limit ?? limits.pageSize }); }

  /**
   * The name of the direct room of the user and another one, which it makes if it does not exist. `join` joins it.
   * @param {string} userId
   * @returns {Promise<string>}
   */
  async openDirect(userId) { return (await this.#ask('OpenDirect', { userId })).room; }

  /**
   * Blocks another user, or lifts the block: while one of two users blocks the other, neither can open their direct room.
   * @param {string} userId
   * @param {boolean} [isOn]
   * @returns {Promise<void>}
   */
  block(userId, isOn = true) { return this.#ask('BlockUser', { userId, on: isOn }); }

  /**
   * The users whom the user blocks, on any device, by user id.
   * @param {{ after?: string, limit?: number }} [page] `after` is the user id of the last block of the previous page
   * @returns {Promise<import('./contracts.js').ListBlocksResult>}
   */
  listBlocks({ after, limit } = {}) { return this.#ask('ListBlocks', { after: after ?? null, limit: limit ?? limits.pageSize }); }

  /** Reports a message to the operator. @param {string} room @param {string} messageId @param {string} reason @returns {Promise<void>} */
  report(room, messageId, reason) { return this.#ask('ReportMessage', { room, messageId, reason }); }

  /** @param {string} room @param {string} userId @returns {Promise<void>} */
  unban(room, userId) { return this.#ask('UnbanMember', { room, userId }); }

  /** For owners. @param {string} room @param {string} userId @param {string} role one of `roomRoles` @returns {Promise<void>} */
  setRole(room, userId, role) { return this.#ask('SetRole', { room, userId, role }); }
}
