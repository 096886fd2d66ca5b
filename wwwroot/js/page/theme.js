// @ts-check
import { byId } from './dom.js';

const themes = ['auto', 'light', 'dark'];

export function wireTheme() {
  const root = document.documentElement;
  const show = () => {
    byId('theme-name').textContent = `Theme: ${root.dataset.theme}`;
    byId('theme').title = `Theme: ${root.dataset.theme}`;
  };
  byId('theme').addEventListener('click', () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? 'auto') + 1) % themes.length];
    root.dataset.theme = next;
    try { localStorage.setItem('chat.theme', next); } catch { /* then it holds for this page */ }
    show();
  });
  show();
}
