const form = document.querySelector('form');
const chat = document.querySelector('signalr-chat');

const me = await fetch('/me');
if (me.ok) {
  // The browser's cookie takes the place of a token. The element only needs to know whose messages are its user's.
  const user = await me.json();
  chat.tokenProvider = () => user;
}
form.hidden = me.ok;
chat.hidden = !me.ok;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify(Object.fromEntries(new FormData(form)));
  const answer = await fetch('/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (answer.ok) location.reload();
});
