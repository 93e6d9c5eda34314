import { useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { words } from '../ui/formats.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { ClosingDialog } from './BoardDialogs.tsx'
import { StageBadge, isClosed, stages, type Deal, type Stage } from './calls.tsx'
import { todayIn } from './periods.ts'
import type { ClosingFields } from './useBoard.ts'

/** Where the deal stands, and one press to where it goes. From won to lost it is reopened first. */
export function StageStepper({ deal }: { deal: Deal }) {
  const me = useMe()
  const writes = me.can('deals:write') && deal.deleted_at === null
  const client = useQueryClient()
  const [closing, setClosing] = useState<Stage | null>(null)
  const reread = () =>
    Promise.all(['deals', 'reports', 'timeline'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const send = (stage: Stage, version: number, more?: ClosingFields) =>
    api.post('/deals/{id}/move', { params: { id: deal.id }, body: { stage, ...more }, version })
  const move = async (stage: Stage, more?: ClosingFields) => {
    try {
      const saved = await send(stage, deal.version, more)
      // into won and lost one does not come back without saying why
      const back = isClosed(deal) ? null : () => send(deal.stage, saved.version).then(reread)
      say(`${deal.name} moved to ${words(stage)}.`, back)
    } catch (error) {
      sayFailed(error as Error)
    }
    await reread()
  }
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
                disabled={locked}
                aria-current={here ? 'step' : undefined}
                onClick={() => (isClosed({ stage }) ? setClosing(stage) : void move(stage))}
                className={clsx(
                  'min-h-8 rounded-card border px-2 max-md:min-h-11',
                  here ? 'border-accent bg-surface' : 'border-border',
                  !locked && 'hover:border-border-strong hover:bg-sunken',
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
          onChoose={(fields) => void move(closing, fields)}
        />
      )}
    </>
  )
}
