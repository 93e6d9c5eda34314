import { clsx } from 'clsx'
import { useId, useState, type KeyboardEvent } from 'react'
import { readClocks, readHours } from '../../domain/week-sheets.ts'
import { hours } from '../ui/formats.tsx'
import { redoLast, undoLast } from '../ui/toasts.tsx'
import { Behind } from './Behind.tsx'
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
  const [asking, setAsking] = useState(false)
  const { mutate, isPending } = useTyping(from)
  const id = useId()
  const keep = () => {
    if (text === null) return
    const seconds = readHours(text)
    if (seconds === null) return setFault('Write 1:30, 1.5, 90m or 9-10:30.')
    // an untouched cell shows whole minutes; what is to the second stays so
    if (text.trim() === shown(cell.seconds)) return restore()
    mutate(
      { place, day, seconds, was_seconds: cell.seconds, at_minutes: readClocks(text)?.from_minutes },
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
    // what was typed last is taken back, unless there is something to take back in this cell
    if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && text === null) {
      event.preventDefault()
      event.stopPropagation()
      void (event.shiftKey ? redoLast() : undoLast())
    }
    // no hours are written with it
    if (event.key === '?' && cell.seconds > 0) {
      event.preventDefault()
      setAsking(true)
    }
  }
  const note = fault ?? (locked && reached ? whyLocked[locked] : null)
  const recorded_seconds = cell.seconds - cell.typed_seconds
  return (
    <div className="group relative">
      <input
        id={id}
        data-at={at}
        aria-label={label}
        aria-invalid={fault ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        readOnly={locked !== null}
        title={
          recorded_seconds > 0 ? `${hours(recorded_seconds)} of it were recorded; ? says why they are here` : undefined
        }
        inputMode="text"
        autoComplete="off"
        value={text ?? shown(cell.seconds)}
        placeholder={reached && !locked ? '1:30' : undefined}
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
      {cell.seconds > 0 && text === null && (
        // by keyboard it is the question mark: no stop between two cells
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Why is it here: ${label}`}
          onClick={() => setAsking(true)}
          className="absolute inset-y-0 left-0.5 my-auto h-6 min-w-6 rounded-input px-1 text-meta text-accent-text underline opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 pointer-coarse:h-full pointer-coarse:min-w-11 pointer-coarse:opacity-100"
        >
          Why?
        </button>
      )}
      {asking && <Behind place={place} day={day} title={label} close={() => setAsking(false)} />}
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
