import { useState } from 'react';
import { useInbox } from '@signalrchat/react';
import { order } from './backend';

export function Rooms({ current, onOpen }: { current: string | null; onOpen: (room: string) => void }) {
  const { entries, isLoaded } = useInbox();
  const [refusal, setRefusal] = useState('');

  async function submit(form: FormData) {
    setRefusal('');
    await order(String(form.get('seller'))).then(onOpen, () => setRefusal('The order failed.'));
  }

  return (
    <nav aria-label="Rooms">
      {isLoaded && entries.length === 0 && <p>No orders yet.</p>}
      <ul>
        {entries.map(({ room, title, unread, lastMessage }) => (
          <li key={room}>
            <button aria-current={room === current} onClick={() => onOpen(room)}>
              {title ?? room} {unread > 0 && <b>{unread} unread</b>} <small>{lastMessage?.text}</small>
            </button>
          </li>
        ))}
      </ul>
      <form action={submit}>
        <label>Seller <input name="seller" required /></label>
        <button>Order</button>
        <p role="alert">{refusal}</p>
      </form>
    </nav>
  );
}
