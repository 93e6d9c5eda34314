import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import type { Deal } from './calls.tsx'

/** Winning and losing ask for the reason; both can be undone by reopening. */
export function CloseDeal({ deal }: { deal: Deal }) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const close = async (stage: 'won' | 'lost') => {
    try {
      const saved = await api.post('/deals/{id}/close', {
        params: { id: deal.id },
        body: { stage, reason: reason || null },
        version: deal.version,
      })
      say(`Deal ${stage}.`, () =>
        api
          .patch('/deals/{id}', {
            params: { id: deal.id },
            body: { stage: deal.stage as 'negotiation' },
            version: saved.version,
          })
          .then(() => client.invalidateQueries({ queryKey: ['deals'] })),
      )
      await client.invalidateQueries({ queryKey: ['deals'] })
    } catch (error) {
      sayFailed(error as Error)
    }
  }
  return (
    <div className="flex items-end gap-2">
      <div className="flex-1">
        <TextField label="Reason for closing" value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      <Button onClick={() => void close('won')}>Mark won</Button>
      <Button onClick={() => void close('lost')}>Mark lost</Button>
    </div>
  )
}
