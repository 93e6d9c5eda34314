import { useState } from 'react'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { hours } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { daysOf, useDeciding, whyNot, type Sheet } from './calls.ts'

/** `quiet`: why it cannot be done stands beside it already. */
type Props = { sheets: Sheet[]; done: () => void; quiet?: true }

/** Approves what can be approved of these; asks first, because a locked week is opened by a deed of its own only. */
export function Approving({ sheets, done, quiet }: Props) {
  const me = useMe()
  const [asked, setAsked] = useState(false)
  const ready = sheets.filter((sheet) => whyNot(sheet, me) === null)
  const reason = ready.length === 0 ? whyNot(sheets[0]!, me) : null
  return (
    <>
      <Button look="primary" className="max-md:min-h-11" disabled={ready.length === 0} onClick={() => setAsked(true)}>
        Approve{ready.length > 1 ? ` ${ready.length}` : ''}…
      </Button>
      {reason && !quiet && <span className="max-w-96 text-meta text-text-2">{reason}</span>}
      {asked && <Question all={sheets} ready={ready} done={done} onClose={() => setAsked(false)} />}
    </>
  )
}

type QuestionProps = { all: Sheet[]; ready: Sheet[]; done: () => void; onClose: () => void }

function Question({ all, ready, done, onClose }: QuestionProps) {
  const me = useMe()
  const { approve } = useDeciding()
  const [busy, setBusy] = useState(false)
  const left = all.filter((sheet) => !ready.includes(sheet))
  const [first] = ready
  const sum_seconds = ready.reduce((total, { placed_seconds }) => total + placed_seconds, 0)
  const run = () => {
    setBusy(true)
    void approve(ready)
      .then((whole) => {
        onClose()
        if (whole) done()
      }, sayFailed)
      .finally(() => setBusy(false))
  }
  const what = ready.length === 1 ? `the week of ${first!.user_name}` : `${ready.length} weeks`
  return (
    <Modal title={`Approve and lock ${what}`} onClose={onClose} busy={busy}>
      <p>
        {ready.length === 1 ? `${daysOf(first!)}: ` : ''}
        {hours(sum_seconds)} placed. From then on nothing in {ready.length === 1 ? 'this week' : 'these weeks'} is
        changed, and what an agent sends late is kept aside, until somebody reopens it with a reason.
      </p>
      {left.length > 0 && (
        <p className="text-text-2">
          Left out: {left.length === 1 ? '1 week' : `${left.length} weeks`}. {whyNot(left[0]!, me)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" autoFocus disabled={busy} onClick={run}>
          Approve and lock
        </Button>
      </div>
    </Modal>
  )
}
