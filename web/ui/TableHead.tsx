import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { Column } from './DataTable.tsx'
import { directionOf, rankOf, sortedBy } from './sorting.ts'

type Shared = {
  sort: string
  onSort: (sort: string) => void
  onWidth?: ((key: string, width: number) => void) | undefined
}
type Props<Row> = Shared & { columns: Column<Row>[]; selectable: boolean; activeColumn: number | null }

const narrowest = 64
export const TableHead = memo(Head) as typeof Head

const step = 16

function Head<Row>({ columns, selectable, activeColumn, ...shared }: Props<Row>) {
  return (
    <div
      role="row"
      data-row={-1}
      aria-rowindex={1}
      className="grid h-9 grid-cols-(--columns) items-center border-b border-border bg-surface"
    >
      {selectable && (
        <div role="columnheader">
          <span className="sr-only">Selected</span>
        </div>
      )}
      {columns.map((column, place) => (
        <Heading key={column.key} column={column} place={place} active={place === activeColumn} {...shared} />
      ))}
    </div>
  )
}

type HeadingProps<Row> = Shared & { column: Column<Row>; place: number; active: boolean }

/** A click or Enter sorts by it alone, with Shift also by it; Ctrl-← and Ctrl-→ make it narrower and wider. */
function Heading<Row>({ column, place, active, sort, onSort, onWidth }: HeadingProps<Row>) {
  const { key, title, sort: field, align } = column
  const cell = useRef<HTMLDivElement>(null)
  const direction = field === undefined ? undefined : directionOf(sort, field)
  const rank = field === undefined ? null : rankOf(sort, field)
  const choose = (also: boolean) => field !== undefined && onSort(sortedBy(sort, field, also))
  const onKey = (event: KeyboardEvent) => {
    const by =
      event.ctrlKey && event.key === 'ArrowLeft' ? -step : event.ctrlKey && event.key === 'ArrowRight' ? step : 0
    if (by !== 0) onWidth?.(key, Math.max(narrowest, cell.current!.offsetWidth + by))
    else if (event.key === 'Enter' && event.target === event.currentTarget) choose(event.shiftKey)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={cell}
      role="columnheader"
      data-column={place}
      aria-colindex={place + 1}
      aria-sort={direction}
      tabIndex={active ? 0 : -1}
      onKeyDown={onKey}
      className={clsx(
        'relative flex h-full min-w-0 items-center px-3 text-meta font-medium whitespace-nowrap text-text-3 -outline-offset-2',
        align === 'right' && 'justify-end',
        place === 0 && 'sticky left-0 z-10 bg-surface',
      )}
    >
      {field === undefined ? (
        <span className="truncate">{title}</span>
      ) : (
        <button
          type="button"
          tabIndex={-1}
          title="With Shift: sort also by this"
          className="inline-flex min-h-6 min-w-0 items-center gap-1"
          onClick={(event) => choose(event.shiftKey)}
        >
          <span className="truncate">{title}</span>
          {direction === 'ascending' && <ArrowUp size={12} aria-hidden />}
          {direction === 'descending' && <ArrowDown size={12} aria-hidden />}
          {rank !== null && <span aria-hidden>{rank}</span>}
        </button>
      )}
      {onWidth && <Handle onWidth={(width) => onWidth(key, width)} cell={cell} />}
    </div>
  )
}

type HandleProps = { cell: { current: HTMLDivElement | null }; onWidth: (width: number) => void }

/** The right edge: a line follows the pointer, and where it is let go the column ends. */
function Handle({ cell, onWidth }: HandleProps) {
  const from = useRef<number | null>(null)
  const start = (event: PointerEvent<HTMLSpanElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = event.clientX
  }
  const follow = ({ currentTarget, clientX }: PointerEvent<HTMLSpanElement>) => {
    if (from.current !== null) currentTarget.style.transform = `translateX(${clientX - from.current}px)`
  }
  const end = ({ currentTarget, clientX }: PointerEvent<HTMLSpanElement>) => {
    const by = from.current === null ? 0 : clientX - from.current
    from.current = null
    currentTarget.style.transform = ''
    if (by !== 0) onWidth(Math.max(narrowest, Math.round(cell.current!.offsetWidth + by)))
  }
  return (
    <span
      aria-hidden
      onPointerDown={start}
      onPointerMove={follow}
      onPointerUp={end}
      className="absolute inset-y-1 right-0 w-2 cursor-col-resize touch-none border-r border-border hover:border-accent active:border-accent"
    />
  )
}
