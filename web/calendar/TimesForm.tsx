/** When an entry was, typed again. */
import { useState, type FormEvent } from 'react'
import { ProblemError } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { spanOf, useTimes } from './calls.ts'
import { faultsOf, TimeFields, useTimeFields } from './TimeFields.tsx'
import { readTyped, typedFor } from './typed.ts'

type Entry = { id: string; version: number; start_time: string; end_time: string }
/** `begun`: what was typed before the form was there. */
type Props = { entry: Entry; zone: string; begun?: string | undefined; done: () => void }

export default function TimesForm({ entry, zone, begun, done }: Props) {
  const { change } = useTimes()
  const given = typedFor(spanOf(entry), zone)
  const fields = useTimeFields({ ...given, text: begun ?? given.text }, zone)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const faults = faultsOf(problem)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const read = fields.read()
    if (!read || busy) return
    const { start_ms } = startOn(fields.day)
    const typed = 'span' in read ? read.span : { start_ms, end_ms: start_ms + read.seconds * 1_000 }
    const before = spanOf(entry)
    // what is to the second stays so where its minute was not typed over
    const span = {
      start_ms: sameMinute(typed.start_ms, before.start_ms) ? before.start_ms : typed.start_ms,
      end_ms: sameMinute(typed.end_ms, before.end_ms) ? before.end_ms : typed.end_ms,
    }
    if (span.start_ms === before.start_ms && span.end_ms === before.end_ms) return done()
    setBusy(true)
    setProblem(null)
    try {
      await change(entry, span, zone)
      done()
    } catch (error) {
      setProblem(error instanceof ProblemError ? error : new ProblemError(0, { detail: (error as Error).message }))
    } finally {
      setBusy(false)
    }
  }
  /** Where it begins, on the day that is chosen now. */
  function startOn(day: string) {
    if (day === given.day) return spanOf(entry)
    const [from] = given.text.split('-')
    const onDay = readTyped(`${from}-24:00`, day, zone)
    return onDay && 'span' in onDay ? onDay.span : spanOf(entry)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <TimeFields fields={fields} faults={faults} zone={zone} fromStart />
      {faults.other && (
        <p role="alert" className="text-danger">
          {faults.other}
        </p>
      )}
      <Button type="submit" look="primary" disabled={busy}>
        Save times
      </Button>
    </form>
  )
}

const sameMinute = (a_ms: number, b_ms: number) => Math.floor(a_ms / 60_000) === Math.floor(b_ms / 60_000)
