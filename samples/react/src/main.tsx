import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { openChat } from './chat';
import './app.css';

const root = createRoot(document.getElementById('app')!);

async function open() {
  const client = await openChat().catch(() => undefined);
  root.render(<StrictMode>{client === undefined ? <Unavailable /> : <App opened={client} />}</StrictMode>);
}

const Unavailable = () => <p role="alert">The shop is not available. <button onClick={() => { void open(); }}>Try again</button></p>;

void open();
