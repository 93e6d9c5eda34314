import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { signIn } from '../data/session.ts'
import { Button, TextField } from '../ui/controls.tsx'

export default function SignInPage() {
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    const said = await signIn(String(form.get('email')), String(form.get('password'))).catch(
      () => 'The server cannot be reached. Try again.',
    )
    setBusy(false)
    setFault(said)
    // only an address of our own: never one that leads elsewhere
    if (said === null) await navigate({ to: next && /^\/[a-z]/.test(next) ? next : '/' })
  }
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <form
        onSubmit={(event) => void submit(event)}
        className="flex w-80 max-w-full flex-col gap-4 rounded-dialog border border-border bg-surface p-6"
      >
        <h1 className="text-page font-semibold">Sign in to Daybook</h1>
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
        {fault && (
          <p role="alert" className="text-danger">
            {fault}
          </p>
        )}
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </main>
  )
}
