// Runs before the first paint, so that a chosen theme does not flash; the rest is in theme.js.
try {
  document.documentElement.dataset.theme = localStorage.getItem('chat.theme') ?? 'auto';
} catch {
  document.documentElement.dataset.theme = 'auto';
}
