/** What would become one, said first by the server itself; then it is done. */
import { useQuery } from '@tanstack/react-query'
import { doneIn, isDone, reasonsIn } from '../layout/bulk.ts'
import { countOf } from '../layout/useDeeds.ts'
import { Button } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import type { Entry } from './calls.ts'
import { keysIn, merge, orderFor, useReshaping } from './reshaping.ts'

export function MergeDialog({ entries, close, done }: { entries: Entry[]; close: () => void; done: () => void }) {
  const reshaping = useReshaping()
  const order = orderFor(entries)
  const { data, error, refetch } = useQuery({
    queryKey: ['time', 'merge', order],
    queryFn: () => merge({ ...order, dry_run: true }),
    gcTime: 0,
  })
  const run = () => {
    close()
    reshaping.merge(entries).then(done, sayFailed)
  }
  const results = data?.results ?? []
  const worked = doneIn(results)
  const left = results.filter((result) => !isDone(result))
  return (
    <Modal title={`Merge ${countOf(entries.length, 'entry')}`} onClose={close}>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={2} />
      ) : (
        <div role="status" className="flex flex-col gap-2">
          <p>
            {worked.length > 0
              ? `${countOf(worked.length, 'entry')} will become ${keysIn(results).length}.`
              : 'None of these can become one.'}
            {left.length > 0 && worked.length > 0 && ` ${left.length} stay as they are:`}
          </p>
          {left.length > 0 && (
            <ul className="list-disc pl-5 text-text-2">
              {reasonsIn(results).map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
          <p className="text-meta text-text-3">
            Entries of one person that follow each other on the same deal become one. Pauses of up to 5 minutes may lie
            between them and are not counted. What was recorded is kept and can be put back.
          </p>
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button autoFocus={data !== undefined && worked.length === 0} onClick={close}>
          Cancel
        </Button>
        {worked.length > 0 && (
          <Button look="primary" autoFocus onClick={run}>
            Merge {countOf(worked.length, 'entry')}
          </Button>
        )}
      </div>
    </Modal>
  )
}
