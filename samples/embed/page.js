const chat = document.querySelector('signalr-chat');

// The element calls it before each connection, and before the token expires.
chat.tokenProvider = async () => {
  const answer = await fetch('/chat-token', { method: 'POST' });
  if (!answer.ok) throw new Error(`The shop answered ${answer.status}.`);
  return (await answer.json()).accessToken;
};

chat.addEventListener('chat-message', ({ detail: { name, text } }) => {
  document.getElementById('news').textContent = `${name}: ${text}`;
});
