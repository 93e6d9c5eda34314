import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { PasskeyFailed, hasPasskeys } from '../data/passkeys.ts'
import { signIn, signInWithPasskey, type Refusal } from '../data/session.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { ownPath } from '../paths.ts'
import { Gate } from './Gate.tsx'

const unreachable = { code: 'unreachable', detail: 'The server cannot be reached. Try again.' }

export default function SignInPage() {
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const [asksCode, setAsksCode] = useState(false)
  // only an address of our own: never one that leads elsewhere
  const goOn = () => navigate({ to: ownPath(next) ?? '/' })
  const byPasskey = async () => {
    setBusy(true)
    const said = await signInWithPasskey().catch((error: Error) =>
      error instanceof PasskeyFailed ? { code: 'passkey', detail: error.message } : unreachable,
    )
    setBusy(false)
    setRefusal(said)
    if (said === null) await goOn()
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = (name: string) => String(form.get(name) ?? '')
    setBusy(true)
    const said = await signIn(given('email'), given('password'), given('code')).catch(() => unreachable)
    setBusy(false)
    if (said?.code === 'second_factor_required') setAsksCode(true)
    setRefusal(said?.code === 'second_factor_required' && !asksCode ? null : said)
    if (said === null) await goOn()
  }
  return (
    <Gate title="Sign in to Daybook" onSubmit={submit}>
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      {asksCode && (
        <TextField
          label="Code of your authenticator, or a recovery code"
          name="code"
          autoComplete="one-time-code"
          inputMode="text"
          required
          autoFocus
        />
      )}
      {refusal && (
        <p role="alert" className="text-danger">
          {refusal.detail}
        </p>
      )}
      <Button type="submit" look="primary" disabled={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
      {hasPasskeys() && (
        <Button disabled={busy} onClick={() => void byPasskey()}>
          <KeyRound size={16} aria-hidden />
          Use a passkey
        </Button>
      )}
      <Link
        to="/forgot-password"
        className="inline-flex min-h-(--control) items-center self-center text-meta text-accent-text underline"
      >
        Forgot your password?
      </Link>
    </Gate>
  )
}
