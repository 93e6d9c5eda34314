import { useQueryClient } from '@tanstack/react-query'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { When, number } from '../ui/formats.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { statusKey, useStatus, type Verification } from './audit-calls.ts'

/** How far the ledger is sealed, and the proof that it is as it was. Nothing in it can be changed or deleted here, or anywhere. */
export function AuditSeal() {
  const me = useMe()
  const client = useQueryClient()
  const { data } = useStatus()
  if (!data) return null
  const { sealed, sealed_at, waiting, verification } = data
  const running = verification?.status === 'running'
  const verify = () =>
    void api
      .post('/audit/verifications', {})
      .catch(sayFailed)
      .finally(() => void client.invalidateQueries({ queryKey: statusKey }))
  return (
    <section
      aria-label="Seal of the ledger"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-border bg-surface px-3 py-2"
    >
      <p className="text-text-2">
        <span className="font-medium text-text">{number(sealed)} changes sealed</span>
        {sealed_at && (
          <>
            , the last <When instant={sealed_at} />
          </>
        )}
        {waiting > 0 && <>; {number(waiting)} wait for their seal</>}
      </p>
      <div role="status" className="flex items-center gap-2 max-md:basis-full">
        {verification && <Result verification={verification} />}
      </div>
      {me.permissions['audit:read'] === 'all' && (
        <Button className="ml-auto max-md:ml-0" onClick={verify} disabled={running}>
          {running ? 'Verifying' : 'Verify'}
        </Button>
      )}
    </section>
  )
}

function Result({ verification }: { verification: Verification }) {
  const { status, checked, total, fault, finished_at } = verification
  if (status === 'running')
    return (
      <>
        <progress aria-label="Verified" className="h-2 w-32 accent-accent" max={Math.max(total, 1)} value={checked} />
        <span className="tabular-nums">
          {number(checked)} of {number(total)} verified
        </span>
      </>
    )
  if (status === 'failed') return <span className="text-danger">The last verification did not come to an end.</span>
  if (fault)
    return (
      <span className="inline-flex items-center gap-1 text-danger">
        <ShieldAlert size={16} aria-hidden />
        First bad row{fault.position === null ? '' : ` at position ${number(fault.position)}`}: {fault.what}
        {fault.change_id && <code className="text-meta">{fault.change_id}</code>}
      </span>
    )
  return (
    <span className="inline-flex items-center gap-1 text-success">
      <ShieldCheck size={16} aria-hidden />
      <span>
        {number(checked)} proven unchanged{finished_at && <> · {<When instant={finished_at} />}</>}
      </span>
    </span>
  )
}
