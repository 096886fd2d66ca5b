import assert from 'node:assert/strict';
import test from 'node:test';
import { withPending } from '../../../wwwroot/js/chat-client.js';
import { settle, update } from './fakes.mjs';
import { inLobby } from './playground.mjs';

const thumb = (revision, userIds = ['u-me']) => (
  { messageId: 'id-9', sequence: 9, revision, tallies: [{ emoji: '👍', count: userIds.length, userIds }] });

/** The reactions that the app hears of, in order. */
async function reacting() {
  const play = await inLobby(10);
  const heard = [];
  play.client.on('reacting', ({ messageId, pending }) => {
    heard.push(`${messageId} ${pending.map(({ emoji, isOn }) => `${isOn ? '+' : '-'}${emoji}`).join(' ')}`);
  });
  play.client.on('messages', ({ reactions }) => heard.push(`stored ${reactions.map(({ revision }) => revision)}`));
  const answer = (revision) => play.connection.take('React').answer({ room: 'lobby', messageId: 'id-9', revision });
  const push = (revision) => play.connection.push('RoomUpdated', { ...update(10, revision, []), reactions: [thumb(revision)] });
  return { ...play, heard, answer, push };
}

test('A reaction is shown at once, and settles after the change with it, whichever comes first', async () => {
  for (const isAnswerFirst of [true, false]) {
    const { client, heard, answer, push } = await reacting();
    const outcome = client.react('lobby', 'id-9', '👍');
    assert.deepEqual(heard, ['id-9 +👍']);
    await settle();
    if (isAnswerFirst) { answer(11); await settle(); push(11); } else { push(11); await settle(); answer(11); }
    await outcome;
    await settle();
    assert.deepEqual(heard, ['id-9 +👍', 'stored 11', 'id-9 ']);
  }
});

test('A refused reaction is undone', async () => {
  const { client, connection, heard } = await reacting();
  const outcome = client.react('lobby', 'id-9', '👍');
  await settle();
  connection.take('React').refuse('message-deleted: No.');
  await assert.rejects(outcome, { code: 'message-deleted' });
  assert.deepEqual(heard, ['id-9 +👍', 'id-9 ']);
});

test('Of two calls for an emoji the later one is shown, and a room that starts over settles what is stored', async () => {
  const { client, connection, heard, answer } = await reacting();
  client.react('lobby', 'id-9', '👍');
  const taken = client.react('lobby', 'id-9', '👍', false);
  await settle();
  answer(11);
  await settle();
  answer(12);
  await taken;
  assert.deepEqual(heard, ['id-9 +👍', 'id-9 -👍']);
  client.forget('lobby');
  await settle();
  assert.equal(heard.at(-1), 'id-9 ');
  assert.equal(connection.waiting('React'), 0);
});

test('Pending reactions are laid over the stored ones, and what is stored already changes nothing', () => {
  const tallies = [{ emoji: '👍', count: 2, userIds: ['bob', 'me'] }, { emoji: '🎉', count: 1, userIds: ['me'] }];
  const pending = [{ emoji: '👍', isOn: true }, { emoji: '🎉', isOn: false }, { emoji: '❤️', isOn: true }];
  const shown = withPending(tallies, pending, 'me');
  assert.deepEqual(shown, [{ emoji: '👍', count: 2, userIds: ['bob', 'me'] }, { emoji: '❤️', count: 1, userIds: ['me'] }]);
  assert.deepEqual(withPending(shown, [{ emoji: '👍', isOn: false }], 'me')[0], { emoji: '👍', count: 1, userIds: ['bob'] });
});

test('All rooms come by pages, also over an empty page', async () => {
  const { client, connection } = await inLobby(10);
  const asked = [];
  const pages = {
    first: { rooms: [{ room: 'a' }, { room: 'b' }], hasMore: true }, b: { rooms: [], hasMore: true, next: 'm' },
    m: { rooms: [{ room: 'z' }], hasMore: false },
  };
  connection.answers.set('ListRooms', ({ after }) => { asked.push(after); return pages[after ?? 'first']; });
  const rooms = [];
  for await (const { room } of client.allRooms()) rooms.push(room);
  assert.deepEqual(rooms, ['a', 'b', 'z']);
  assert.deepEqual(asked, [null, 'b', 'm']);
});
