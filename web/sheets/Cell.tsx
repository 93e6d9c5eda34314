import { clsx } from 'clsx'
import { useId, useState, type KeyboardEvent } from 'react'
import { readHours } from '../../domain/week-sheets.ts'
import { hours } from '../ui/formats.tsx'
import { useTyping, type Place } from './useSheet.ts'

type Props = {
  from: string
  place: Place
  day: string
  /** "Mon, 14 Sep, Author platform" */
  label: string
  cell: { seconds: number; typed_seconds: number }
  at: string
  locked: 'approved' | 'period' | null
}
const whyLocked = { approved: 'Locked: this week is approved.', period: 'Locked: this day is in a closed period.' }

const shown = (seconds: number) => (seconds === 0 ? '' : hours(seconds))

/**
 * Hours of one day on one thing. What is typed is kept on leaving the cell and on Enter; Esc gives back what was there. What
 * cannot be kept stays in the cell with the reason under it.
 */
export function Cell({ from, place, day, label, cell, at, locked }: Props) {
  const [text, setText] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [reached, setReached] = useState(false)
  const { mutate, isPending } = useTyping(from)
  const id = useId()
  const keep = () => {
    if (text === null) return
    const seconds = readHours(text)
    if (seconds === null) return setFault('Write 1:30, 1.5, 90m or 9-10:30.')
    // an untouched cell shows whole minutes; what is to the second stays so
    if (text.trim() === shown(cell.seconds)) return restore()
    mutate(
      { place, day, seconds, was_seconds: cell.seconds },
      { onSuccess: restore, onError: (error) => setFault(error.message) },
    )
  }
  const restore = () => {
    setText(null)
    setFault(null)
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape' && text !== null) {
      event.stopPropagation()
      restore()
    }
  }
  const note = fault ?? (locked && reached ? whyLocked[locked] : null)
  const recorded_seconds = cell.seconds - cell.typed_seconds
  return (
    <div className="relative">
      <input
        id={id}
        data-at={at}
        aria-label={label}
        aria-invalid={fault ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        readOnly={locked !== null}
        title={recorded_seconds > 0 ? `${hours(recorded_seconds)} of it were recorded` : undefined}
        inputMode="text"
        autoComplete="off"
        value={text ?? shown(cell.seconds)}
        onChange={(event) => (setText(event.target.value), setFault(null))}
        onFocus={(event) => (setReached(true), event.target.select())}
        onBlur={() => (setReached(false), keep())}
        onKeyDown={onKey}
        className={clsx(
          'h-(--control) w-full rounded-input border px-2 text-right tabular-nums',
          fault
            ? 'border-danger'
            : 'border-border hover:border-border-strong focus:border-border-strong md:border-transparent',
          isPending && 'text-text-3',
          locked && 'cursor-default text-text-2',
          cell.seconds > 0 ? 'bg-sunken font-medium' : 'bg-transparent',
        )}
      />
      {note && (
        <p
          id={`${id}-note`}
          role={fault ? 'alert' : 'status'}
          className={clsx(
            'absolute right-0 z-20 mt-1 w-56 rounded-card border border-border bg-surface p-2 text-left text-meta shadow-lg',
            fault ? 'text-danger' : 'text-text-2',
          )}
        >
          {note}
        </p>
      )}
    </div>
  )
}
