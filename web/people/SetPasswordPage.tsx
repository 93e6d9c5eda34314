import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { askPublicly } from '../data/session.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { Gate } from './Gate.tsx'

/** Opened from a mail. The token stands behind the #, where no server's log sees it. */
export default function SetPasswordPage() {
  const [fault, setFault] = useState<string | null>(null)
  const [done, setDone] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password'))
    const said = await askPublicly('set-password', { token: window.location.hash.slice(1), password }).catch(
      () => 'The server cannot be reached. Try again.',
    )
    setFault(said)
    setDone(said === null)
  }
  return (
    <Gate title="Choose a password" onSubmit={submit}>
      {done ? (
        <>
          <p role="status">Your password is set.</p>
          <Link to="/sign-in" className="text-accent-text underline">
            Sign in
          </Link>
        </>
      ) : (
        <>
          <TextField
            label="New password"
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={8}
            maxLength={128}
            hint="At least 8 characters of any kind; a few words are better than signs."
            required
            autoFocus
          />
          {fault && (
            <p role="alert" className="text-danger">
              {fault}
            </p>
          )}
          <Button type="submit" look="primary">
            Set password
          </Button>
        </>
      )}
    </Gate>
  )
}
