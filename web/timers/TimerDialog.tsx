/** Starting the timer, and all that is done with one that runs: what it is for, how long, kept or not. */
import { useState, type FormEvent } from 'react'
import { forgottenAfter_ms } from '../../domain/timer-limits.ts'
import { readHours } from '../../domain/week-sheets.ts'
import { ProblemError } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { TargetPicker } from '../time/TargetPicker.tsx'
import { Button, TextField } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { Loading } from '../ui/states.tsx'
import { nameOf, useTimer, useTiming, useUnsent, type Timer } from './calls.ts'
import { forgetStop } from './kept.ts'
import { Lately } from './Lately.tsx'
import { clockOf, useRan } from './RunningTimer.tsx'

type Deed = () => Promise<unknown>

export default function TimerDialog({ close }: { close: () => void }) {
  const timer = useTimer()
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  /** The dialog stays open with what is in the way. */
  const run = async (deed: Deed, andStay = false) => {
    setBusy(true)
    setProblem(null)
    try {
      await deed()
      if (!andStay) close()
    } catch (error) {
      setProblem(error instanceof ProblemError ? error : new ProblemError(0, { detail: (error as Error).message }))
    }
    setBusy(false)
  }
  return (
    <Modal title={timer ? 'Running timer' : 'Start timer'} onClose={close}>
      {timer === undefined ? (
        <Loading rows={2} />
      ) : timer ? (
        <Run {...{ timer, run, problem, busy }} />
      ) : (
        <Start run={run} busy={busy} />
      )}
      {problem && (
        <p role="alert" className="text-danger">
          {problem.message}
        </p>
      )}
    </Modal>
  )
}

type StartProps = { run: (deed: Deed) => Promise<void>; busy: boolean }
function Start({ run, busy }: StartProps) {
  const { start } = useTiming()
  const begin = ({ deal_id, account_id }: { deal_id: string | null; account_id: string | null }) =>
    void run(() => start(deal_id ? { deal_id } : { account_id }))
  return (
    <>
      <Lately busy={busy} onChoose={begin} />
      <TargetPicker autoFocus label="What are you working on?" onChoose={begin} />
      <Button disabled={busy} onClick={() => void run(() => start({}))}>
        Start without choosing
      </Button>
    </>
  )
}

type RunProps = {
  timer: Timer
  run: (deed: Deed, andStay?: boolean) => Promise<void>
  problem: ProblemError | null
  busy: boolean
}
function Run({ timer, run, problem, busy }: RunProps) {
  const { change, stop, discard } = useTiming()
  const ran_ms = useRan(timer)
  const { id: user_id } = useMe()
  const unsent = useUnsent(timer)
  const [moving, setMoving] = useState(false)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const forgotten = ran_ms > forgottenAfter_ms
  const nameless = !timer.task_id && !timer.deal_id && !timer.account_id
  const seconds = readHours(typed)
  const keep = (event: FormEvent) => {
    event.preventDefault()
    if (!seconds) return setWrong('As in 7:30 or 7.5.')
    const end_time = new Date(Date.parse(timer.started_at) + seconds * 1_000).toISOString()
    const started_at = new Date((unsent ? Date.parse(unsent.pressed_at) : Date.now()) - seconds * 1_000).toISOString()
    void run(() => (forgotten ? stop(timer, { end_time }) : change(timer, { started_at })), !forgotten)
    setTyped('')
  }
  return (
    <>
      <p>
        <strong className="block text-section font-semibold tabular-nums">{clockOf(ran_ms)}</strong>
        {nameOf(timer)}
        <span className="block text-meta text-text-3">
          since <When instant={timer.started_at} />
        </span>
      </p>
      {unsent && (
        <div className="flex flex-wrap items-center gap-3 rounded-card bg-warning-soft p-3 text-warning">
          <p className="min-w-0 flex-1 basis-64">
            You pressed Stop on <When instant={unsent.pressed_at} />.{' '}
            {unsent.refused
              ? 'Daybook could not keep it like that: press Stop once more to see why.'
              : 'The server has not heard of it yet; it is told as soon as it can be reached.'}
          </p>
          <Button onClick={() => forgetStop(user_id)}>Let it run on</Button>
        </div>
      )}
      {moving ? (
        <TargetPicker
          autoFocus
          label="What it is for"
          onChoose={({ deal_id, account_id }) => {
            setMoving(false)
            void run(() => change(timer, deal_id ? { deal_id } : { account_id }), true)
          }}
        />
      ) : (
        <Button className="self-start" onClick={() => setMoving(true)}>
          {nameless ? 'Say what it is for…' : 'Put it on something else…'}
        </Button>
      )}
      <form onSubmit={keep} className="flex items-end gap-2">
        <div className="flex-1">
          <TextField
            label={forgotten ? 'It was left running. How long did you work?' : 'It should have run for'}
            autoFocus={forgotten}
            hint="As in 1:30 or 1.5."
            value={typed}
            error={wrong ?? problem?.errors.find(({ pointer }) => /started_at|end_time/.test(pointer))?.message}
            onChange={(event) => {
              setTyped(event.target.value)
              setWrong(null)
            }}
          />
        </div>
        <Button type="submit" className="self-center" look={forgotten ? 'primary' : 'plain'} disabled={busy}>
          {forgotten ? 'Keep that' : 'Correct it'}
        </Button>
      </form>
      <div className="flex flex-wrap justify-end gap-2">
        <Button disabled={busy} onClick={() => void run(() => discard(timer))}>
          Discard
        </Button>
        {problem?.code === 'overlaps' && (
          <Button disabled={busy} onClick={() => void run(() => stop(timer, { billable: false }))}>
            Keep as not billable
          </Button>
        )}
        {!forgotten && (
          <Button autoFocus look="primary" disabled={busy} onClick={() => void run(() => stop(timer))}>
            Stop timer
          </Button>
        )}
      </div>
    </>
  )
}
