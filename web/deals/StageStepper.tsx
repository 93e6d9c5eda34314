import { clsx } from 'clsx'
import { useState } from 'react'
import { useMe } from '../data/me.ts'
import { ClosingDialog } from './BoardDialogs.tsx'
import { StageBadge, isClosed, stages, type Deal, type Stage } from './calls.tsx'
import { todayIn } from './periods.ts'
import { useMove } from './useMove.ts'

/** Where the deal stands, and one press to where it goes. From won to lost it is reopened first. */
export function StageStepper({ deal }: { deal: Deal }) {
  const me = useMe()
  const writes = me.can('deals:write') && deal.deleted_at === null
  const move = useMove()
  const [closing, setClosing] = useState<Stage | null>(null)
  return (
    <>
      <ol aria-label="Stage" className="flex flex-wrap gap-2">
        {stages.map(({ value }) => {
          const stage = value as Stage
          const here = stage === deal.stage
          const locked = !writes || here || (isClosed(deal) && isClosed({ stage }))
          return (
            <li key={stage}>
              <button
                type="button"
                // not `disabled`: who moved the deal by this button would lose the focus
                aria-disabled={locked}
                aria-current={here ? 'step' : undefined}
                onClick={() => locked || (isClosed({ stage }) ? setClosing(stage) : void move(deal, stage))}
                className={clsx(
                  'min-h-(--control) rounded-card border px-2',
                  here ? 'border-accent bg-surface' : 'border-border',
                  !locked && 'hover:border-border-strong hover:bg-sunken',
                  locked && 'cursor-default!',
                )}
              >
                <StageBadge stage={stage} />
              </button>
            </li>
          )
        })}
      </ol>
      {closing && (
        <ClosingDialog
          deal={deal}
          stage={closing}
          today={todayIn(me.zone)}
          onClose={() => setClosing(null)}
          onChoose={(fields) => void move(deal, closing, fields)}
        />
      )}
    </>
  )
}
