import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, type ProblemError } from '../data/client.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { say } from '../ui/toasts.tsx'
import type { User } from './calls.ts'

/** Opening what a person has not released is asked for with what it means for them. */
export function BreakGlass({ user }: { user: User }) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const body = { person_id: user.id, reason: String(form.get('reason')), hours: Number(form.get('hours')) }
    try {
      await api.post('/evidence-access', { body })
      setAsking(false)
      say(`The titles of ${user.name} are open to you, and they are told.`)
      await client.invalidateQueries()
    } catch (error) {
      setProblem(error as ProblemError)
    }
  }
  return (
    <>
      <Button className="self-start" onClick={() => setAsking(true)}>
        Open titles of {user.name}…
      </Button>
      {asking && (
        <Modal title={`Open titles of ${user.name}`} onClose={() => setAsking(false)}>
          <p>
            {user.name} is told at once, with your name and the reason. Each look is recorded and stays visible to them.
          </p>
          <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
            <TextField
              label="Reason"
              name="reason"
              required
              minLength={10}
              maxLength={1_000}
              error={problem?.errors.find(({ pointer }) => pointer === '/reason')?.message}
            />
            <SelectField
              label="For"
              name="hours"
              options={[
                { value: '1', label: 'One hour' },
                { value: '8', label: 'Eight hours' },
                { value: '24', label: 'A day' },
                { value: '72', label: 'Three days' },
              ]}
            />
            {problem && problem.errors.length === 0 && (
              <p role="alert" className="text-danger">
                {problem.message}
              </p>
            )}
            <div className="flex justify-end gap-2">
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button type="submit" look="primary">
                Open titles
              </Button>
            </div>
          </form>
        </Modal>
      )}
    </>
  )
}
