const form = document.querySelector('form');
const chat = document.querySelector('signalr-chat');

// The client stops if the user is not signed in.
chat.addEventListener('chat-status', ({ detail: { state } }) => { form.hidden = state !== 'stopped'; });

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify(Object.fromEntries(new FormData(form)));
  const answer = await fetch('/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (answer.ok) location.reload();
});
