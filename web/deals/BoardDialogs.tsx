/** What a move asks: which stage, and for won and lost when and why. */
import { useState, type FormEvent } from 'react'
import { Choices } from '../ui/Choices.tsx'
import { Button, TextField } from '../ui/controls.tsx'
import { words } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { isClosed, stages, type Deal, type Stage } from './calls.tsx'
import type { ClosingFields } from './useBoard.ts'

/** The stage's first letter chooses it: S and then N is a move to negotiation. From won to lost it is reopened first. */
export const StageMenu = ({ deal, onChoose, onClose }: Choice<Stage>) => (
  <Choices
    title={`Move ${deal.name} to`}
    choices={stages
      .filter(({ value }) => value !== deal.stage && !(isClosed(deal) && isClosed({ stage: value as Stage })))
      .map(({ value, label }) => ({ letter: label[0]!, label, run: () => onChoose(value as Stage) }))}
    onClose={onClose}
  />
)
type Choice<T> = { deal: Deal; onChoose: (chosen: T) => void; onClose: () => void }

/** `today` is the calendar of whoever closes: a day that has not come yet is refused. */
export function ClosingDialog({
  deal,
  stage,
  today,
  onChoose,
  onClose,
}: Choice<ClosingFields> & { stage: Stage; today: string }) {
  const [reason, setReason] = useState('')
  const [closed_on, setDay] = useState(today)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onClose()
    onChoose({ reason: reason.trim() || null, closed_on })
  }
  return (
    <Modal title={`${deal.name} is ${stage}`} onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={submit}>
        <TextField
          label={`Day it was ${stage}`}
          type="date"
          required
          max={today}
          value={closed_on}
          onChange={(event) => setDay(event.target.value)}
        />
        <TextField
          label="Reason"
          hint={stage === 'lost' ? 'What decided against it: price, timing, a competitor.' : 'What decided for it.'}
          maxLength={500}
          autoFocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Mark {words(stage).toLowerCase()}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
