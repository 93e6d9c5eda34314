/** When an entry was, typed again. What somebody else set meanwhile is told, and what was typed stays until one says which counts. */
import { useState, type FormEvent } from 'react'
import { pausesIn } from '../../domain/reshaping.ts'
import type { Span } from '../../domain/spans.ts'
import { readHours } from '../../domain/week-sheets.ts'
import { ProblemError } from '../data/client.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { hours } from '../ui/formats.tsx'
import { SetMeanwhile, spanOf, useTimes, type Movable } from './calls.ts'
import { faultsOf, TimeFields, useTimeFields } from './TimeFields.tsx'
import { readTyped, timesMeant, typedFor } from './typed.ts'

/** Where somebody was faster while one moved it: how it is now, and where one put it oneself. */
export type Met = { problem: SetMeanwhile; span: Span }
/** `begun`: what was typed before the form was there. */
type Props = { entry: Movable; zone: string; begun?: string | undefined; met?: Met | undefined; done: () => void }

export default function TimesForm({ entry, zone, begun, met, done }: Props) {
  const { change } = useTimes()
  // as it was looked at: the entry itself may be another before this is closed
  const [seen] = useState(entry)
  const [first] = useState(met?.span ?? spanOf(entry))
  const given = typedFor(first, zone)
  const fields = useTimeFields({ ...given, text: begun ?? given.text }, zone)
  const [pauses, setPauses] = useState<string | null>(null)
  const [pausesFault, setPausesFault] = useState<string>()
  const [base, setBase] = useState<Movable>(met?.problem.theirs ?? entry)
  const [problem, setProblem] = useState<Error | null>(met?.problem ?? null)
  const [busy, setBusy] = useState(false)
  const isMet = problem instanceof SetMeanwhile
  const faults = faultsOf(problem && (problem instanceof ProblemError ? problem : null))
  const meant =
    fields.typed && timesMeant(seen, fields.typed, { first, start_ms: startOn(fields.day), pauses: readPauses() })

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!fields.read() || !meant || busy) return
    const { span, seconds } = meant
    if (pauses !== null && readPauses() === null) return setPausesFault('Write it as in 0:05 or 5m.')
    if (seconds < 1) return setPausesFault('So long are the pauses that nothing would count.')
    if (!isMet && sameSpan(span, spanOf(seen)) && seconds === seen.duration_seconds) return done()
    setBusy(true)
    try {
      await change(base, span, zone, seconds)
      done()
    } catch (error) {
      if (error instanceof SetMeanwhile) setBase(error.theirs)
      setProblem(error as Error)
    } finally {
      setBusy(false)
    }
  }
  function readPauses(): number | null {
    return pauses === null ? null : readHours(pauses)
  }
  /** Where it begins, on the day that is chosen now. */
  function startOn(day: string): number {
    if (day === given.day) return first.start_ms
    const [from] = given.text.split('-')
    const onDay = readTyped(`${from}-24:00`, day, zone)
    return onDay && 'span' in onDay ? onDay.span.start_ms : first.start_ms
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <TimeFields fields={fields} faults={faults} zone={zone} meant={meant} />
      {pausesIn(seen) > 0 && (
        <TextField
          label="Pauses in it"
          hint="It was merged over them, and they do not count."
          autoComplete="off"
          value={pauses ?? hours(meant ? pausesOf(meant) : pausesIn(seen))}
          error={pausesFault}
          onChange={(event) => {
            setPauses(event.target.value)
            setPausesFault(undefined)
          }}
        />
      )}
      {(isMet || faults.other || (problem && !(problem instanceof ProblemError))) && (
        <p role="alert" className="text-danger">
          {isMet ? `${problem.message} What you set stands above: save it over that, or close.` : problem?.message}
        </p>
      )}
      <Button type="submit" look="primary" disabled={busy}>
        {isMet ? 'Save over it' : 'Save times'}
      </Button>
    </form>
  )
}

const sameSpan = (a: Span, b: Span) => a.start_ms === b.start_ms && a.end_ms === b.end_ms
const pausesOf = ({ span, seconds }: { span: Span; seconds: number }) =>
  Math.round((span.end_ms - span.start_ms) / 1_000) - seconds
