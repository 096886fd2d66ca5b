import { useState } from 'react';
import { signIn } from './backend';

export function SignIn({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const [refusal, setRefusal] = useState('');

  async function submit(form: FormData) {
    const isRight = await signIn(String(form.get('user')), String(form.get('password'))).catch(() => null);
    if (isRight) return onSignedIn().catch(() => setRefusal('The shop is not available.'));
    setRefusal(isRight === null ? 'The shop is not available.' : 'Wrong name or password.');
  }

  return (
    <form action={submit} className="sign-in">
      <label>Name <input name="user" autoComplete="username" required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      <button>Sign in</button>
      <p role="alert">{refusal}</p>
    </form>
  );
}
