// The calls of the backend (samples/node or samples/aspnetcore), which knows the user by a cookie.

export interface ChatToken { accessToken: string; userId: string }

// `btoa` takes bytes.
const bytes = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));
const headers = (user: string, password: string) => ({ authorization: `Basic ${btoa(bytes(`${user}:${password}`))}` });

/** Returns false if the name or the password is wrong. */
export async function signIn(user: string, password: string): Promise<boolean> {
  const answer = await fetch('/sign-in', { method: 'POST', headers: headers(user, password) });
  if (answer.status === 401) return false;
  if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`);
  return true;
}

export async function signOut(): Promise<void> {
  const answer = await fetch('/sign-out', { method: 'POST' });
  if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`);
}

/** A token for the chat; null if the user is not signed in. */
export async function fetchChatToken(): Promise<ChatToken | null> {
  const answer = await fetch('/chat-token', { method: 'POST' });
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`);
  return await answer.json();
}

/** Makes a private room with a seller. Returns its name. */
export async function order(seller: string): Promise<string> {
  const answer = await fetch(`/orders/${encodeURIComponent(seller)}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`);
  return (await answer.json()).room;
}
