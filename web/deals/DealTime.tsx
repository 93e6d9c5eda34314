import { TimeOf } from '../time/TimeOf.tsx'
import { hours } from '../ui/formats.tsx'
import type { Deal } from './calls.tsx'

/** Who worked on the deal and when, against what was planned. */
export const DealTime = ({ deal }: { deal: Deal }) => (
  <section aria-label="Time" className="flex flex-col gap-3">
    <Planned deal={deal} />
    <TimeOf of={{ deal_id: deal.id }} />
  </section>
)

function Planned({ deal: { tracked_seconds, budget_hours } }: { deal: Deal }) {
  if (!budget_hours)
    return <p className="text-text-2">{hours(tracked_seconds)} h worked by everybody; no hours were budgeted.</p>
  const left = Number(budget_hours) * 3_600 - tracked_seconds
  return (
    <p>
      {hours(tracked_seconds)} h worked by everybody, of {Number(budget_hours)} h budgeted:{' '}
      <strong className={left < 0 ? 'font-medium text-danger' : 'font-medium'}>
        {hours(Math.abs(left))} h {left < 0 ? 'over budget' : 'left'}
      </strong>
      .
    </p>
  )
}
