import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'
import { isPhone } from '../layout/screen.ts'
import { Duration, When } from '../ui/formats.tsx'
import { nameOf, type Waiting } from './calls.ts'

type Props = { rows: Waiting[]; current: Waiting; onPick: (row: Waiting) => void }

export function Queue({ rows, current, onPick }: Props) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const row = list.current!.querySelector('[aria-current="true"]')
    if (!isPhone()) row?.scrollIntoView({ block: 'nearest' })
    // the list alone: what is decided stands above it
    else if (row) list.current!.scrollTop += row.getBoundingClientRect().top - list.current!.getBoundingClientRect().top
  }, [current.id])
  return (
    <ul
      ref={list}
      aria-label="Waiting entries"
      className="max-h-[75dvh] overflow-y-auto rounded-card border border-border bg-surface max-md:max-h-60"
    >
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            data-entry={row.id}
            aria-current={row.id === current.id}
            onClick={() => onPick(row)}
            className={clsx(
              'flex w-full items-center justify-between gap-2 border-b border-border px-3 py-2 text-left text-row -outline-offset-2',
              row.id === current.id ? 'bg-accent-soft' : 'hover:bg-sunken',
            )}
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{nameOf(row)}</span>
              <span className="text-meta text-text-2">
                {row.asked_by_name ? `${row.asked_by_name} asks` : row.user_name} · <When instant={row.start_time} />
              </span>
            </span>
            <Duration seconds={row.duration_seconds} />
          </button>
        </li>
      ))}
    </ul>
  )
}
