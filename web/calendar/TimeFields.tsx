/** The day, and beside it when or how long: one field that takes 9-10:30, 1:30, 1.5 or 90m. */
import { useState } from 'react'
import type { Span } from '../../domain/spans.ts'
import type { ProblemError } from '../data/client.ts'
import { TextField } from '../ui/controls.tsx'
import { today } from '../ui/formats.tsx'
import { inWords } from './calls.ts'
import { readTyped, type Typed } from './typed.ts'

const hint = 'As in 9-10:30, or 1:30, 1.5, 90m.'

export function useTimeFields(given: { day: string; text: string }, zone: string) {
  const [day, setDay] = useState(given.day)
  const [text, setText] = useState(given.text)
  const [fault, setFault] = useState<{ day?: string; time?: string }>({})
  const typed = day === '' ? null : readTyped(text, day, zone)
  /** Null where it cannot be read, which is told at its field. */
  const read = (): NonNullable<Typed> | null => {
    setFault({
      ...(day === '' && { day: 'Choose a day.' }),
      ...(typed === null &&
        day !== '' && {
          time:
            text.trim() === ''
              ? `Say when or how long. ${hint}`
              : `Write it ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`,
        }),
    })
    return typed
  }
  return {
    day,
    text,
    typed,
    fault,
    read,
    setDay: (next: string) => (setDay(next), setFault({})),
    setText: (next: string) => (setText(next), setFault({})),
  }
}

/** What the server says against it, by the field where it can be put right. */
type Faults = { [F in 'day' | 'time' | 'place' | 'task' | 'title' | 'other']?: string | undefined }
export function faultsOf(problem: ProblemError | null): Faults {
  if (!problem) return {}
  const at = (...pointers: string[]) => problem.errors.find(({ pointer }) => pointers.includes(pointer))?.message
  const day = problem.code === 'locked' ? problem.errors[0]?.message : at('/day')
  const found = {
    day,
    time: day ? undefined : at('/start_time', '/end_time', '/duration_seconds'),
    place: at('/deal_id', '/account_id'),
    task: at('/task_id'),
    title: at('/title'),
  }
  const told = Object.values(found).some((message) => message !== undefined)
  return { ...found, other: told ? undefined : problem.message }
}

type Props = {
  fields: ReturnType<typeof useTimeFields>
  faults: { day?: string | undefined; time?: string | undefined }
  zone: string
  /** Of an entry that is there: which times it would have, and how much of them counts. */
  meant?: { span: Span; seconds: number } | null
}

export function TimeFields({ fields, faults, zone, meant = null }: Props) {
  const { day, text, typed, fault } = fields
  return (
    <div className="grid items-start gap-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
      <TextField
        label="Day"
        type="date"
        required
        max={today()}
        value={day}
        error={fault.day ?? faults.day}
        onChange={(event) => fields.setDay(event.target.value)}
      />
      <TextField
        label="From–to, or how long"
        autoFocus
        autoComplete="off"
        value={text}
        hint={said(typed, zone, meant)}
        error={fault.time ?? faults.time}
        onChange={(event) => fields.setText(event.target.value)}
      />
    </div>
  )
}

function said(typed: Typed, zone: string, meant: Props['meant']): string {
  if (!typed) return hint
  if ('seconds' in typed && !meant) return 'Where the day is free, from nine on.'
  const twice = 'span' in typed && typed.twice ? ' That night the clock shows it twice: the earlier is meant.' : ''
  const span = meant?.span ?? ('span' in typed ? typed.span : null)
  return `${inWords(span!, zone, meant?.seconds)} h (${zone}).${twice}`
}
