// @ts-check
import { isModerator } from './people.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

/** Asks for what the answer to a join lacks: for the open room only, because a reconnect joins many. @param {ChatPage} page */
export function learnOnce(page) {
  const room = page.state.currentRoom;
  if (!room?.isJoined || room.isLearnt) return;
  room.isLearnt = true;
  void learnCursors(page, room);
  // A direct room is shown by the other one's name, and a moderator may act on members by their roles.
  if (room.isDirect || isModerator(room)) void page.learnMembers(room);
  if (room.isDirect) void learnBlocked(page).then(() => page.drawAround());
}

/** Whom the user has blocked, on any device. @param {ChatPage} page */
export async function learnBlocked({ client, state }) {
  /** @type {Map<string, string>} */
  const blocked = new Map();
  try {
    /** @type {string | undefined} */
    let after;
    do {
      const { blocks, hasMore } = await client.listBlocks({ after });
      for (const { userId, name } of blocks) blocked.set(userId, name ?? state.nameOf(userId) ?? userId);
      after = hasMore ? blocks.at(-1)?.userId : undefined;
    } while (after !== undefined);
    state.blocked = blocked;
  } catch {
    // Those that the page knows stay.
  }
}

/**
 * How far the others have read: in a large room only the user's own place.
 * @param {ChatPage} page @param {import('./room-state.js').RoomState} room
 */
async function learnCursors({ client, conversation }, room) {
  try {
    const { cursors } = await client.readCursors(room.name);
    room.cursors = new Map(cursors.map(({ userId, sequence }) => [userId, sequence]));
    conversation.draw();
  } catch {
    // Without them the page shows no receipts.
  }
}
