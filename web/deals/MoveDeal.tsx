import { useState } from 'react'
import { useMe } from '../data/me.ts'
import { ClosingDialog, StageMenu } from './BoardDialogs.tsx'
import { isClosed, type Deal, type Stage } from './calls.tsx'
import { todayIn } from './periods.ts'
import { useMove } from './useMove.ts'

/** To which stage, and for won and lost when and why. */
export function MoveDeal({ deal, onClose }: { deal: Deal; onClose: () => void }) {
  const me = useMe()
  const move = useMove()
  const [stage, setStage] = useState<Stage | null>(null)
  const choose = (chosen: Stage) => {
    if (isClosed({ stage: chosen })) return setStage(chosen)
    onClose()
    void move(deal, chosen)
  }
  if (stage === null) return <StageMenu deal={deal} onChoose={choose} onClose={onClose} />
  return (
    <ClosingDialog
      deal={deal}
      stage={stage}
      today={todayIn(me.zone)}
      onClose={onClose}
      onChoose={(fields) => void move(deal, stage, fields)}
    />
  )
}
