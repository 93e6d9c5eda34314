import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { number } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say } from '../ui/toasts.tsx'
import type { Deed } from './audit-calls.ts'
import { deedOf, kindOf } from './audit-words.ts'

const revert = (deed_id: string, dry_run: boolean) =>
  api.post('/audit/deeds/{deed_id}/revert', { params: { deed_id }, body: { dry_run } })
type Outcome = Awaited<ReturnType<typeof revert>>

/** Takes a deed back within a day, after showing what that will put back and what not. */
export function AuditRevert({ deed }: { deed: Deed }) {
  const [asking, setAsking] = useState(false)
  // once it is done it is not revertible any more, but its results are still being read
  if (!deed.revertible && !asking) return null
  const label = deed.changes > 1 ? 'Revert batch…' : 'Revert…'
  return (
    <>
      <Button className="self-start" onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && <Preview deed={deed} close={() => setAsking(false)} />}
    </>
  )
}

function Preview({ deed, close }: { deed: Deed; close: () => void }) {
  const client = useQueryClient()
  const preview = useQuery({
    queryKey: ['audit', 'revert', deed.deed_id],
    queryFn: () => revert(deed.deed_id, true),
    gcTime: 0,
  })
  const run = useMutation({
    mutationFn: () => revert(deed.deed_id, false),
    onSuccess: async ({ reverted }) => {
      say(`${number(reverted)} put back.`)
      await client.invalidateQueries()
    },
  })
  const outcome = run.data ?? preview.data
  const error = run.error ?? preview.error
  return (
    <Modal title={`Revert “${deedOf(deed.action)}”`} onClose={close}>
      {error ? <ErrorNote error={error} /> : outcome ? <Results outcome={outcome} /> : <Loading rows={3} />}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{run.data ? 'Done' : 'Cancel'}</Button>
        {!run.data && (
          <Button
            look="primary"
            disabled={!outcome || outcome.reverted === 0 || run.isPending}
            onClick={() => run.mutate()}
          >
            Revert {outcome ? number(outcome.reverted) : ''}
          </Button>
        )}
      </div>
    </Modal>
  )
}

function Results({ outcome: { dry_run, reverted, results, names } }: { outcome: Outcome }) {
  const skipped = results.length - reverted
  return (
    <>
      <p role="status">
        {number(reverted)} {dry_run ? 'will be put back as before' : 'put back as before'}
        {skipped > 0 && <>, {number(skipped)} skipped</>}.
      </p>
      <ul aria-label="Records" className="max-h-72 overflow-y-auto rounded-card border border-border" tabIndex={0}>
        {results.map(({ object_id, object_type, status, reason }, place) => (
          <li key={`${object_id}${place}`} className="border-b border-border px-3 py-1.5 text-row last:border-b-0">
            <span className="font-medium">{names[object_id] ?? kindOf(object_type)}</span>{' '}
            <span className={status === 'skipped' ? 'text-warning' : 'text-text-2'}>
              {status === 'skipped' ? `Skipped: ${reason}` : dry_run ? 'Will be put back' : 'Put back'}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
