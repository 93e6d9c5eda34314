import { Lock } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useMe } from '../data/me.ts'
import type { Sheet as Hours } from '../sheets/useSheet.ts'
import { Button } from '../ui/controls.tsx'
import { day, hours, today, When } from '../ui/formats.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { useDeciding, useWeek, type Sheet } from './calls.ts'
import { StateBadge } from './parts.tsx'

type Props = { week: string; days: Hours['days'] }

/** How far one's own week is on its way to being approved, and the next step. */
export function WeekState({ week, days }: Props) {
  const me = useMe()
  const { data: sheet, isPending } = useWeek(me.id, week)
  const { submit, withdraw } = useDeciding()
  const [busy, setBusy] = useState(false)
  const run = (deed: Promise<unknown>) => {
    setBusy(true)
    void deed.catch(sayFailed).finally(() => setBusy(false))
  }
  if (isPending) return null
  const state = sheet?.state ?? 'open'
  const waiting_seconds = days.reduce((total, day) => total + day.waiting_seconds, 0)
  const closed = days.findLast(({ locked }) => locked === 'period')
  const mayWrite = me.can('time:write')
  return (
    <section
      aria-label="Approval"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-border bg-surface px-3 py-2"
    >
      <StateBadge state={state} />
      <p className="min-w-0 flex-1 basis-64 wrap-anywhere">
        <Said sheet={sheet ?? null} />
        {waiting_seconds > 0 && state !== 'approved' && (
          <Line>
            {hours(waiting_seconds)} still wait for review. You may submit now; it is approved once they are placed.
          </Line>
        )}
        {closed && (
          <Line>
            <Lock size={12} aria-hidden className="mr-1 inline" />
            Everything up to {day(closed.day)} is locked{me.can('locked-time:write') ? ', but not for you' : ''}.
          </Line>
        )}
      </p>
      {mayWrite && state === 'submitted' && (
        <Button className="max-md:min-h-11" disabled={busy} onClick={() => run(withdraw(sheet!))}>
          Take back
        </Button>
      )}
      {mayWrite && (state === 'open' || state === 'denied') && week <= today() && (
        <Button look="primary" className="max-md:min-h-11" disabled={busy} onClick={() => run(submit(week))}>
          {state === 'denied' ? 'Submit again' : 'Submit week'}
        </Button>
      )}
    </section>
  )
}

const Line = ({ children }: { children: ReactNode }) => <span className="block text-text-2">{children}</span>

function Said({ sheet }: { sheet: Sheet | null }) {
  const by = sheet?.decided_by_name ?? 'somebody'
  if (sheet?.state === 'approved')
    return (
      <>
        Approved by {by}, <When instant={sheet.decided_at!} />. It is locked.
      </>
    )
  if (sheet?.state === 'submitted')
    return (
      <>
        Submitted <When instant={sheet.submitted_at!} />. It stays open until it is approved
        {sheet.changed && ', and was changed since'}.
      </>
    )
  if (sheet?.state === 'denied')
    return (
      <>
        Denied by {by}: “{sheet.reason}”
      </>
    )
  if (sheet?.reason)
    return (
      <>
        Reopened by {by}: “{sheet.reason}”
      </>
    )
  return <>Not submitted yet.</>
}
