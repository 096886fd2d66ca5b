// Written by eng/js-check.sh --write from the JavaScript beside it.
import { Emitter } from './emitter.js';
export type ChatEvents = import('./chat-events.js').ChatEvents;
/** @typedef {import('./chat-events.js').ChatEvents} ChatEvents */
/**
 * Calls without retries: each fails with `connection-lost` if there is no connection, and with the server's code if the
 * server refuses it.
 * @extends {Emitter<ChatEvents>}
 */
export declare class Requests extends Emitter<ChatEvents> {
    #private;
    /**
     * @param {(method: string, request: object) => Promise<any>} ask
     * @param {() => boolean} isBinary whether the connection uses MessagePack
     */
    constructor(ask: (method: string, request: object) => Promise<any>, isBinary: () => boolean);
    /**
     * Makes a room that the user owns. It does not join the room: `join` does. With a name the call can be repeated.
     * @param {{ kind: 'public' | 'private', room?: string, title?: string, data?: object, members?: string[] }} request
     *   `members` are ids of users who become members; without `room` the server chooses a name
     * @returns {Promise<import('./contracts.js').CreateRoomResult>}
     */
    createRoom({ kind, room, title, data, members }: {
        kind: 'public' | 'private';
        room?: string;
        title?: string;
        data?: object;
        members?: string[];
    }): Promise<import('./contracts.js').CreateRoomResult>;
    /**
     * @param {string} room
     * @param {number | null} before
     * @param {number} limit
     * @returns {Promise<import('./contracts.js').GetHistoryResult>}
     */
    history(room: string, before: number | null, limit: number): Promise<import('./contracts.js').GetHistoryResult>;
    /**
     * An overview with the present members first; with a page, all members by user id.
     * @param {string} room
     * @param {{ after?: string, limit?: number }} [page] `after` is the user id of the last member of the previous page
     * @returns {Promise<import('./contracts.js').GetMembersResult>}
     */
    members(room: string, page?: {
        after?: string;
        limit?: number;
    }): Promise<import('./contracts.js').GetMembersResult>;
    /**
     * @param {{ prefix?: string, after?: string, limit?: number }} [request]
     * @returns {Promise<import('./contracts.js').ListRoomsResult>}
     */
    listRooms({ prefix, after, limit }?: {
        prefix?: string;
        after?: string;
        limit?: number;
    }): Promise<import('./contracts.js').ListRoomsResult>;
    /**
     * All these rooms by name: `for await (const room of client.allRooms())`. It asks for a page when the loop needs it.
     * @param {string} [prefix]
     * @returns {AsyncGenerator<import('./contracts.js').RoomSummary, void>}
     */
    allRooms(prefix?: string): AsyncGenerator<import('./contracts.js').RoomSummary, void>;
    /**
     * How far the members have read a room; in a large room only how far the user has.
     * @param {string} room
     * @returns {Promise<import('./contracts.js').GetReadCursorsResult>}
     */
    readCursors(room: string): Promise<import('./contracts.js').GetReadCursorsResult>;
    /**
     * Ends another user's membership; the user may join again. For moderators and owners, on users with a lower role.
     * @param {string} room
     * @param {string} userId
     * @returns {Promise<import('./contracts.js').RemoveMemberResult>}
     */
    kick(room: string, userId: string): Promise<import('./contracts.js').RemoveMemberResult>;
    /**
     * Bans a user, member or not, until `unban`, and ends the membership.
     * @param {string} room
     * @param {string} userId
     * @returns {Promise<import('./contracts.js').RemoveMemberResult>}
     */
    ban(room: string, userId: string): Promise<import('./contracts.js').RemoveMemberResult>;
    /**
     * Makes another user a member, who need not have connected before. For owners, and for moderators with the role `member`.
     * @param {string} room
     * @param {string} userId
     * @param {string} [role] one of `roomRoles`
     * @returns {Promise<import('./contracts.js').AddMemberResult>}
     */
    addMember(room: string, userId: string, role?: string): Promise<import('./contracts.js').AddMemberResult>;
    /**
     * Mutes a member, who then may not post, edit or react. For moderators and owners, on members with a lower role.
     * @param {string} room
     * @param {string} userId
     * @param {number | null} until the end of the mute in Unix milliseconds; null lifts it
     * @returns {Promise<import('./contracts.js').MuteMemberResult>}
     */
    mute(room: string, userId: string, until: number | null): Promise<import('./contracts.js').MuteMemberResult>;
    /**
     * Changes settings of a room. For owners. Settings that are left out stay.
     * @param {string} room
     * @param {{ title?: string, data?: object, announce?: boolean, posting?: 'members' | 'moderators', slowModeSeconds?: number,
     *   maxMembers?: number, typing?: boolean, presence?: 'full' | 'count' | 'off', retentionDays?: number }} settings
     * @returns {Promise<import('./contracts.js').SetRoomResult>}
     */
    setRoom(room: string, { data, ...settings }: {
        title?: string;
        data?: object;
        announce?: boolean;
        posting?: 'members' | 'moderators';
        slowModeSeconds?: number;
        maxMembers?: number;
        typing?: boolean;
        presence?: 'full' | 'count' | 'off';
        retentionDays?: number;
    }): Promise<import('./contracts.js').SetRoomResult>;
    /**
     * The bans of a room by user id. For moderators and owners.
     * @param {string} room
     * @param {{ after?: string, limit?: number }} [page] `after` is the user id of the last ban of the previous page
     * @returns {Promise<import('./contracts.js').ListBansResult>}
     */
    bans(room: string, { after, limit }?: {
        after?: string;
        limit?: number;
    }): Promise<import('./contracts.js').ListBansResult>;
    /**
     * The name of the direct room of the user and another one, which it makes if it does not exist. `join` joins it.
     * @param {string} userId
     * @returns {Promise<string>}
     */
    openDirect(userId: string): Promise<string>;
    /**
     * Blocks another user, or lifts the block: while one of two users blocks the other, neither can open their direct room.
     * @param {string} userId
     * @param {boolean} [isOn]
     * @returns {Promise<void>}
     */
    block(userId: string, isOn?: boolean): Promise<void>;
    /**
     * The users whom the user blocks, on any device, by user id.
     * @param {{ after?: string, limit?: number }} [page] `after` is the user id of the last block of the previous page
     * @returns {Promise<import('./contracts.js').ListBlocksResult>}
     */
    listBlocks({ after, limit }?: {
        after?: string;
        limit?: number;
    }): Promise<import('./contracts.js').ListBlocksResult>;
    /** Reports a message to the operator. @param {string} room @param {string} messageId @param {string} reason @returns {Promise<void>} */
    report(room: string, messageId: string, reason: string): Promise<void>;
    /** @param {string} room @param {string} userId @returns {Promise<void>} */
    unban(room: string, userId: string): Promise<void>;
    /** For owners. @param {string} room @param {string} userId @param {string} role one of `roomRoles` @returns {Promise<void>} */
    setRole(room: string, userId: string, role: string): Promise<void>;
}
