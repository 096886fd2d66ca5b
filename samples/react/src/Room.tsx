import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { usePresence, useRoom, useTyping, type Room as RoomOf } from '@signalrchat/react';
import { useIsInView, useIsVisible } from './view';

export function Room({ room }: { room: string }) {
  const chat = useRoom(room);
  const newest = chat.messages.at(-1)?.sequence;
  const end = useRef<HTMLLIElement>(null);
  const isAtEnd = useIsInView(end);
  const isRead = useIsVisible() && isAtEnd;

  // A user who reads further up stays there.
  useLayoutEffect(() => {
    if (isAtEnd) end.current?.scrollIntoView({ block: 'nearest' });
  }, [newest, chat.pending.length]);

  useEffect(() => {
    // A lost connection repeats it; a refusal changes nothing here.
    if (isRead && newest !== undefined) chat.markRead(newest).catch(() => {});
  }, [isRead, newest, chat.markRead]);

  if (chat.phase === 'refused') return <p role="alert">{chat.error?.message}</p>;
  if (chat.phase === 'removed') return <p role="alert">You are no longer in this room.</p>;
  return (
    <section aria-label="Room">
      <h1>{chat.info?.title ?? room}</h1>
      <Present room={room} />
      {chat.hasOlder && <button onClick={() => { chat.loadOlder().catch(() => {}); }}>Earlier messages</button>}
      <div aria-label="Messages" role="log" tabIndex={0}><ol>
        {chat.messages.map((message) => (
          <li key={message.messageId}>
            <b>{message.name}</b> {message.deletedAt ? <em>Message deleted</em> : message.text}
          </li>
        ))}
        {chat.pending.map((entry) => (
          <li key={entry.messageId} className="pending">
            {entry.text} {entry.state === 'failed' ? <Failed entry={entry} chat={chat} /> : <small>Sending…</small>}
          </li>
        ))}
        <li ref={end} aria-hidden />
      </ol></div>
      <Composer room={room} chat={chat} />
    </section>
  );
}

function Failed({ entry, chat }: { entry: RoomOf['pending'][number]; chat: RoomOf }) {
  return (
    <>
      <small>Not sent: {entry.error?.sentence}</small>
      <button onClick={() => chat.retry(entry.messageId)}>Retry</button>
      <button onClick={() => chat.discard(entry.messageId)}>Discard</button>
    </>
  );
}

function Present({ room }: { room: string }) {
  const { users, count } = usePresence(room);
  return <p aria-label="Present">{users.length > 0 ? users.map(({ name }) => name).join(', ') : `${count} here`}</p>;
}

function Composer({ room, chat }: { room: string; chat: RoomOf }) {
  const { users, typed, stopped } = useTyping(room);
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState('');

  function change(next: string) {
    setText(next);
    if (next === '') stopped();
    else typed();
  }

  function submit(event: React.FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return;
    try {
      // `pending` shows the message at once, and its refusal.
      chat.send(text).outcome.catch(() => {});
      setText('');
      setRefusal('');
    } catch (error) {
      setRefusal((error as Error).message);
    }
  }

  return (
    <form onSubmit={submit}>
      <p aria-label="Typing">{users.map(({ name }) => `${name} is typing…`).join(' ')}</p>
      <label>Message <input value={text} onChange={(event) => change(event.target.value)} autoComplete="off" /></label>
      <button>Send</button>
      <p role="alert">{refusal}</p>
    </form>
  );
}
