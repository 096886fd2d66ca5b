import { useState } from 'react';
import type { ChatClient } from '@signalrchat/client';
import { ChatProvider, useChat } from '@signalrchat/react';
import { signOut } from './backend';
import { openChat } from './chat';
import { Room } from './Room';
import { Rooms } from './Rooms';
import { SignIn } from './SignIn';

export function App({ opened }: { opened: ChatClient | null }) {
  const [client, setClient] = useState(opened);
  if (!client) return <SignIn onSignedIn={async () => setClient(await openChat())} />;
  return <ChatProvider client={client}><Shop onSignedOut={() => setClient(null)} /></ChatProvider>;
}

function Shop({ onSignedOut }: { onSignedOut: () => void }) {
  const [room, setRoom] = useState<string | null>(null);
  return (
    <main>
      <Status onSignedOut={onSignedOut} />
      <Rooms current={room} onOpen={setRoom} />
      {room ? <Room key={room} room={room} /> : <p>Open a room.</p>}
    </main>
  );
}

function Status({ onSignedOut }: { onSignedOut: () => void }) {
  const { me, status } = useChat();
  return (
    <header>
      {me.name} <span role="status">{status.error ? `${status.state}: ${status.error.message}` : status.state}</span>{' '}
      {/* The session is over, or the chat refuses the user. */}
      {status.state === 'stopped' && <button onClick={onSignedOut}>Sign in again</button>}
      {status.state !== 'stopped' && <button onClick={() => { signOut().then(onSignedOut, () => {}); }}>Sign out</button>}
    </header>
  );
}
