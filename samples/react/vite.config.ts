import { defineConfig } from 'vite';

// The page, the backend and the chat server have one origin, as behind a reverse proxy of yours.
const backend = process.env.BACKEND_URL ?? 'http://127.0.0.1:8080';
const chat = process.env.CHAT_URL ?? 'http://127.0.0.1:5000';
const proxy = {
  '/sign-in': backend,
  '/sign-out': backend,
  '/chat-token': backend,
  '/orders': backend,
  '/hubs': { target: chat, ws: true },
};

export default defineConfig({ server: { proxy }, preview: { proxy }, build: { target: 'es2022' } });
