/** Several entries too short to be pointed at one by one: they are told together, and opened as a list. */
import { Layers } from 'lucide-react'
import type { CSSProperties } from 'react'
import { Badges } from '../time/parts.tsx'
import { hours } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { inWords, spanOf, type CalendarEntry } from './calls.ts'
import { nameOf } from './days.ts'

const secondsOf = (entries: CalendarEntry[]) => entries.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)

type Props = {
  entries: CalendarEntry[]
  /** What its place is found by. */
  place: string
  zone: string
  style: CSSProperties
  open: (entries: CalendarEntry[]) => void
}
export const Gathered = ({ entries, place, zone, style, open }: Props) => {
  const span = { start_ms: spanOf(entries[0]!).start_ms, end_ms: spanOf(entries.at(-1)!).end_ms }
  return (
    <button
      type="button"
      data-place={place}
      aria-haspopup="dialog"
      aria-label={`${inWords(span, zone, secondsOf(entries))}, ${entries.length} short entries`}
      title={inWords(span, zone, secondsOf(entries))}
      style={style}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation()
        open(entries)
      }}
      className="absolute scroll-mt-14 flex items-center gap-1 overflow-hidden rounded-input border border-border-strong bg-surface px-1.5 text-left text-meta text-text hover:bg-sunken"
    >
      <Layers size={12} aria-hidden className="shrink-0 text-text-2" />
      <span className="truncate">
        {entries.length} short · {hours(secondsOf(entries))}
      </span>
    </button>
  )
}

type ListProps = { entries: CalendarEntry[]; zone: string; open: (id: string) => void; close: () => void }
export const GatheredList = ({ entries, zone, open, close }: ListProps) => (
  <Modal title={`${entries.length} short entries`} onClose={close}>
    <ul className="max-h-[60dvh] overflow-y-auto rounded-card border border-border">
      {entries.map((entry) => (
        <li key={entry.id} className="border-t border-border first:border-0">
          <button
            type="button"
            className="flex min-h-11 w-full flex-wrap items-center gap-x-3 px-3 py-1 text-left hover:bg-sunken"
            onClick={() => {
              close()
              open(entry.id)
            }}
          >
            <span className="text-text-2 tabular-nums">{inWords(spanOf(entry), zone, entry.duration_seconds)}</span>
            <span className="min-w-0 flex-1 truncate font-medium">{nameOf(entry)}</span>
            <Badges entry={entry} />
          </button>
        </li>
      ))}
    </ul>
  </Modal>
)
