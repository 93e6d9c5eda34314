import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { signIn, type Refusal } from '../data/session.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { Gate } from './Gate.tsx'

const unreachable = { code: 'unreachable', detail: 'The server cannot be reached. Try again.' }

export default function SignInPage() {
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const [asksCode, setAsksCode] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = (name: string) => String(form.get(name) ?? '')
    setBusy(true)
    const said = await signIn(given('email'), given('password'), given('code')).catch(() => unreachable)
    setBusy(false)
    if (said?.code === 'second_factor_required') setAsksCode(true)
    setRefusal(said?.code === 'second_factor_required' && !asksCode ? null : said)
    // only an address of our own: never one that leads elsewhere
    if (said === null) await navigate({ to: next && /^\/[a-z]/.test(next) ? next : '/' })
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
      <Link to="/forgot-password" className="text-center text-meta text-accent-text underline">
        Forgot your password?
      </Link>
    </Gate>
  )
}
