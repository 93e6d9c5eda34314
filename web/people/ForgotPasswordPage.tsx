import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { askPublicly } from '../data/session.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { Gate } from './Gate.tsx'

export default function ForgotPasswordPage() {
  const [said, setSaid] = useState<string | null>(null)
  const [sent, setSent] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get('email'))
    const fault = await askPublicly('request-reset', { email }).catch(() => 'The server cannot be reached. Try again.')
    setSaid(fault)
    setSent(fault === null)
  }
  return (
    <Gate title="Set a new password" onSubmit={submit}>
      {sent ? (
        <p role="status">If somebody has this address, a link is on its way. It works once, for an hour.</p>
      ) : (
        <>
          <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
          {said && (
            <p role="alert" className="text-danger">
              {said}
            </p>
          )}
          <Button type="submit" look="primary">
            Send a link
          </Button>
        </>
      )}
      <Link to="/sign-in" className="text-center text-meta text-accent-text underline">
        Back to signing in
      </Link>
    </Gate>
  )
}
