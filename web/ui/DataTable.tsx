/** One table for every collection: sorted by the server, moved through by keyboard, cards on a phone. */
import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Button } from './controls.tsx'

export type Column<Row> = {
  key: string
  title: string
  sort?: string
  align?: 'right'
  /** A card on a phone has two lines: the first column and what is `first` on one, the rest below. */
  onPhone?: 'first' | 'hidden'
  cell: (row: Row) => ReactNode
}
export type Selection = { ids: ReadonlySet<string>; toggle: (id: string) => void }

type Props<Row> = {
  label: string
  rows: Row[]
  columns: Column<Row>[]
  sort: string
  onSort: (sort: string) => void
  onOpen: (row: Row) => void
  openId?: string | undefined
  /** Left out where nothing can be done to many rows at once. */
  selection?: Selection | undefined
  more: boolean
  loadMore: () => void
}

export function DataTable<Row extends { id: string }>(props: Props<Row>) {
  const { label, rows, columns, sort, onSort, onOpen, openId, selection, more, loadMore } = props
  const [current, setCurrent] = useState(0)
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to))
    setCurrent(next)
    body.current?.querySelectorAll<HTMLElement>('[data-row]')[next]?.focus()
    if (more && next > rows.length - 10) loadMore()
  }
  const onKey = (event: KeyboardEvent, index: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const onRow = event.target === event.currentTarget
    if (event.key === 'j' || event.key === 'ArrowDown') move(index + 1)
    else if (event.key === 'k' || event.key === 'ArrowUp') move(index - 1)
    else if (onRow && (event.key === 'Enter' || event.key === ' ')) onOpen(rows[index]!)
    else if (selection && event.key === 'x') selection.toggle(rows[index]!.id)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  useEffect(() => setCurrent((now) => Math.min(now, Math.max(0, rows.length - 1))), [rows.length])
  return (
    <div className="rounded-card border border-border bg-surface max-lg:overflow-x-auto">
      <table aria-label={label} aria-rowcount={more ? -1 : rows.length + 1} className="w-full text-row">
        <thead className="max-md:hidden">
          <tr>
            {selection && (
              <th scope="col" className="sticky top-0 z-10 w-8 bg-surface pl-3">
                <span className="sr-only">Selected</span>
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <tr
              key={row.id}
              data-row
              tabIndex={index === current ? 0 : -1}
              aria-selected={row.id === openId}
              onClick={() => onOpen(row)}
              onFocus={() => setCurrent(index)}
              onKeyDown={(event) => onKey(event, index)}
              className={clsx(
                'h-(--row) scroll-mt-10 cursor-pointer border-t border-border -outline-offset-2 hover:bg-sunken',
                'max-md:flex max-md:h-auto max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-1 max-md:p-3',
                row.id === openId && 'bg-accent-soft',
              )}
            >
              {selection && (
                <td className="pl-3 max-md:order-first max-md:pl-0" onClick={(event) => event.stopPropagation()}>
                  <input
                    type="checkbox"
                    aria-label={`Select row ${index + 1}`}
                    className="size-4 align-middle accent-accent max-md:size-6"
                    checked={selection.ids.has(row.id)}
                    onChange={() => selection.toggle(row.id)}
                  />
                </td>
              )}
              {columns.map((column, place) => (
                <Cell key={column.key} column={column} row={row} first={place === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && <LoadMore loadMore={loadMore} />}
    </div>
  )
}

function Cell<Row>({ column, row, first }: { column: Column<Row>; row: Row; first: boolean }) {
  const { title, align, onPhone, cell } = column
  const lead = 'font-medium max-md:order-first max-md:min-w-0 max-md:flex-1 max-md:basis-1/2'
  return (
    <td
      className={clsx(
        'max-w-72 truncate px-3 max-md:px-0',
        align === 'right' && 'md:text-right',
        first ? lead : 'text-text-2',
        onPhone === 'first' && 'max-md:order-first',
        onPhone === 'hidden' && 'max-md:hidden',
      )}
    >
      <span className="sr-only md:hidden">{title} </span>
      {cell(row)}
    </td>
  )
}

/** The next page comes as the end is scrolled to; the button is the complete path. */
function LoadMore({ loadMore }: { loadMore: () => void }) {
  const end = useRef<HTMLDivElement>(null)
  const load = useRef(loadMore)
  load.current = loadMore
  useEffect(() => {
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && load.current(), {
      rootMargin: '600px',
    })
    observer.observe(end.current!)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={end} className="border-t border-border p-2 text-center">
      <Button look="quiet" onClick={loadMore}>
        Show more
      </Button>
    </div>
  )
}

type HeadingProps<Row> = { column: Column<Row>; sort: string; onSort: (sort: string) => void }
function Heading<Row>({ column: { title, sort: field, align }, sort, onSort }: HeadingProps<Row>) {
  const direction =
    field === undefined ? undefined : sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none'
  const side = align === 'right' ? 'text-right' : 'text-left'
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={clsx(
        'sticky top-0 z-10 h-9 bg-surface px-3 text-meta font-medium whitespace-nowrap text-text-3',
        'shadow-[inset_0_-1px_var(--border)]',
        side,
      )}
    >
      {field === undefined ? (
        title
      ) : (
        <button
          type="button"
          className="inline-flex min-h-6 items-center gap-1"
          onClick={() => onSort(direction === 'ascending' ? `-${field}` : field)}
        >
          {title}
          {direction === 'ascending' && <ArrowUp size={12} aria-hidden />}
          {direction === 'descending' && <ArrowDown size={12} aria-hidden />}
        </button>
      )}
    </th>
  )
}
