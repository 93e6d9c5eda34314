/** One table for every collection: sorted by the server, moved through by keyboard, cards on a phone. */
import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Button } from './controls.tsx'

export type Column<Row> = { key: string; title: string; sort?: string; align?: 'right'; cell: (row: Row) => ReactNode }

type Props<Row> = {
  label: string
  rows: Row[]
  columns: Column<Row>[]
  sort: string
  onSort: (sort: string) => void
  onOpen: (row: Row) => void
  openId?: string | undefined
  more: boolean
  loadMore: () => void
}

export function DataTable<Row extends { id: string }>({
  label,
  rows,
  columns,
  sort,
  onSort,
  onOpen,
  openId,
  more,
  loadMore,
}: Props<Row>) {
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
    if (event.key === 'j' || event.key === 'ArrowDown') move(index + 1)
    else if (event.key === 'k' || event.key === 'ArrowUp') move(index - 1)
    else if (event.key === 'Enter' || event.key === ' ') onOpen(rows[index]!)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  useEffect(() => setCurrent((now) => Math.min(now, Math.max(0, rows.length - 1))), [rows.length])
  return (
    <div className="overflow-x-auto rounded-card border border-border bg-surface">
      <table aria-label={label} aria-rowcount={more ? -1 : rows.length + 1} className="w-full text-row">
        <thead className="max-md:sr-only">
          <tr>
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
                'h-9 cursor-pointer border-t border-border hover:bg-sunken max-md:flex max-md:h-auto max-md:flex-wrap max-md:gap-x-3 max-md:p-3',
                row.id === openId && 'bg-accent-soft',
              )}
            >
              {columns.map(({ key, align, cell }, place) => (
                <td
                  key={key}
                  className={clsx(
                    'px-3 max-md:px-0',
                    align === 'right' && 'text-right',
                    place === 0 ? 'font-medium max-md:w-full' : 'text-text-2',
                  )}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && (
        <div className="border-t border-border p-2 text-center">
          <Button look="quiet" onClick={loadMore}>
            Show more
          </Button>
        </div>
      )}
    </div>
  )
}

function Heading<Row>({
  column: { title, sort: field, align },
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: string
  onSort: (sort: string) => void
}) {
  const direction =
    field === undefined ? null : sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none'
  const side = align === 'right' ? 'text-right' : 'text-left'
  return (
    <th
      scope="col"
      aria-sort={direction ?? undefined}
      className={clsx('sticky top-0 h-9 bg-surface px-3 text-meta font-medium whitespace-nowrap text-text-3', side)}
    >
      {field === undefined ? (
        title
      ) : (
        <button
          type="button"
          className="inline-flex items-center gap-1"
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
