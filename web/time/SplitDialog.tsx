/** Cutting one entry at times or by lengths, or any number of them into equal parts. The parts are shown before it is done. */
import { useState, type FormEvent } from 'react'
import { partsOf, type Cuts } from '../../domain/reshaping.ts'
import { readHours } from '../../domain/week-sheets.ts'
import { countOf } from '../layout/useDeeds.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { Duration, When } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import type { Entry } from './calls.ts'
import { timesWithin } from './clock.ts'
import { nameOfEntry } from './entries.ts'
import { useReshaping } from './reshaping.ts'

const ways = [
  { value: 'parts', label: 'Into equal parts' },
  { value: 'at', label: 'At times' },
  { value: 'durations', label: 'By how long each part is' },
]
const fields: Record<string, { label: string; hint: string; initial: string }> = {
  parts: { label: 'How many parts', hint: 'From 2 to 50.', initial: '2' },
  at: { label: 'Times', hint: 'As in 10:15, 11:00. Each time ends a part.', initial: '' },
  durations: { label: 'Lengths', hint: 'As in 0:30, 1:15. What is left is a part too.', initial: '' },
}

/** What was typed, as the server takes it; null for what cannot be read. */
function cutsOf(way: string, typed: string, entry: Entry): Cuts | null {
  const words = typed.split(/[\s,;]+/).filter(Boolean)
  if (words.length === 0) return null
  if (way === 'parts') return /^\d+$/.test(typed.trim()) && +typed >= 2 && +typed <= 50 ? { parts: +typed } : null
  if (way === 'at') {
    const at = timesWithin(words, entry)
    return at && { at }
  }
  const lengths = words.map(readHours)
  return lengths.every((seconds) => seconds !== null && seconds > 0) ? { durations_seconds: lengths as number[] } : null
}

type Props = { entries: Entry[]; close: () => void; done: () => void; onUndone?: (ids: string[]) => void }

export function SplitDialog({ entries, close, done, onUndone }: Props) {
  const { split } = useReshaping(onUndone)
  const [entry] = entries as [Entry]
  const alone = entries.length === 1
  const [way, setWay] = useState('parts')
  const [typed, setTyped] = useState('2')
  const [problem, setProblem] = useState<string | null>(null)
  const { label, hint } = fields[way]!
  const cuts = cutsOf(way, typed, entry)
  const parts = cuts && alone ? partsOf(entry, cuts) : []
  const choose = (next: string) => {
    setWay(next)
    setTyped(fields[next]!.initial)
    setProblem(null)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!cuts || typeof parts === 'string') return setProblem(cuts ? (parts as string) : hint)
    split(entries, cuts).then(
      () => (close(), done()),
      (error: Error) => setProblem(error.message),
    )
  }
  return (
    <Modal title={alone ? `Split ${nameOfEntry(entry)}` : `Split ${countOf(entries.length, 'entry')}`} onClose={close}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        {alone && (
          <SelectField label="How" value={way} options={ways} onChange={(event) => choose(event.target.value)} />
        )}
        <TextField
          autoFocus
          label={label}
          hint={hint}
          value={typed}
          inputMode={way === 'parts' ? 'numeric' : 'text'}
          error={problem ?? undefined}
          onChange={(event) => {
            setTyped(event.target.value)
            setProblem(null)
          }}
        />
        {alone && typeof parts !== 'string' && parts.length > 0 && <Parts parts={parts} />}
        <p className="text-meta text-text-3">
          What was recorded is kept as it was and can be put back. The parts stay on the same deal until you map them.
        </p>
        <Button type="submit" look="primary">
          {alone ? 'Split entry' : `Split ${countOf(entries.length, 'entry')}`}
        </Button>
      </form>
    </Modal>
  )
}

const Parts = ({ parts }: { parts: { start_time: string; end_time: string; duration_seconds: number }[] }) => (
  <ol aria-label="Parts" className="max-h-60 overflow-y-auto rounded-card bg-sunken px-3 py-2 tabular-nums">
    {parts.map(({ start_time, end_time, duration_seconds }) => (
      <li key={start_time} className="flex justify-between gap-3">
        <span>
          <When instant={start_time} timeOnly /> – <When instant={end_time} timeOnly />
        </span>
        <Duration seconds={duration_seconds} />
      </li>
    ))}
  </ol>
)
