import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ProblemError } from '../data/client.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { say } from '../ui/toasts.tsx'
import { Card } from './parts.tsx'

export function PasswordForm() {
  const client = useQueryClient()
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = (name: string) => String(new FormData(form).get(name))
    try {
      const body = { current_password: given('current_password'), new_password: given('new_password') }
      await api.post('/me/password', { body })
      setProblem(null)
      form.reset()
      say('Password changed. Your other devices are signed out.')
      await client.invalidateQueries({ queryKey: ['sessions'] })
    } catch (error) {
      setProblem(error as ProblemError)
    }
  }
  const errorOf = (name: string) => problem?.errors.find(({ pointer }) => pointer === `/${name}`)?.message
  return (
    <Card title="Password">
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <TextField
          label="Current password"
          name="current_password"
          type="password"
          autoComplete="current-password"
          required
          error={errorOf('current_password')}
        />
        <TextField
          label="New password"
          name="new_password"
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={128}
          required
          error={errorOf('new_password')}
          hint="At least 8 characters of any kind"
        />
        {problem && problem.errors.length === 0 && (
          <p role="alert" className="text-danger">
            {problem.message}
          </p>
        )}
        <Button type="submit" look="primary" className="self-start">
          Change password
        </Button>
      </form>
    </Card>
  )
}
