import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { openChat } from './chat';
import './app.css';

const client = await openChat();
createRoot(document.getElementById('app')!).render(<StrictMode><App opened={client} /></StrictMode>);
