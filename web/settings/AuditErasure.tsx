import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../data/client.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { number } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote } from '../ui/states.tsx'
import { say } from '../ui/toasts.tsx'

type Target = { person_id: string } | { object_id: string }
const erase = (target: Target, reason: string, dry_run: boolean) =>
  api.post('/audit/erasures', { body: { ...target, reason, dry_run } })

/** Erasing cannot be undone, so it is asked for, with how much it is and what stays. */
export function AuditErasure({ target }: { target: Target }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button className="text-danger" onClick={() => setAsking(true)}>
        Erase what was written…
      </Button>
      {asking && <Question target={target} close={() => setAsking(false)} />}
    </>
  )
}

const lossOf = (payloads: number) =>
  payloads === 1 ? 'One change will lose what it says' : `${number(payloads)} changes will lose what they say`

function Question({ target, close }: { target: Target; close: () => void }) {
  const client = useQueryClient()
  const whom = 'person_id' in target ? 'this person' : 'this record'
  const counted = useQuery({
    queryKey: ['audit', 'erasure', target],
    queryFn: () => erase(target, 'only to count', true),
    gcTime: 0,
  })
  const run = useMutation({
    mutationFn: (reason: string) => erase(target, reason, false),
    onSuccess: async ({ payloads }) => {
      close()
      say(`${number(payloads)} erased.`)
      await client.invalidateQueries()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    run.mutate(String(new FormData(event.currentTarget).get('reason')))
  }
  const error = run.error ?? counted.error
  return (
    <Modal title={`Erase what was written about ${whom}`} onClose={close}>
      <p role="status">
        {counted.data ? lossOf(counted.data.payloads) : 'Counting'}, for good. Who did them, when and from where stays,
        and the seal of the ledger holds. The erasure itself is recorded.
      </p>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <TextField label="Reason" name="reason" required minLength={10} maxLength={1_000} />
        {error && <ErrorNote error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button
            type="submit"
            className="text-danger"
            disabled={!counted.data || counted.data.payloads === 0 || run.isPending}
          >
            Erase for good
          </Button>
        </div>
      </form>
    </Modal>
  )
}
