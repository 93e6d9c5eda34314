/**
 * One table for every collection: an ARIA grid whose rows exist only while they are near the eye, sorted by the server,
 * moved through by keyboard, cards on a phone. Rows have one height (`--row`), so that nothing is ever measured.
 */
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { Fragment, useCallback, useEffect, useRef, type ReactNode } from 'react'
import { TableHead } from './TableHead.tsx'
import { TableRow } from './TableRow.tsx'
import { useGrid } from './useGrid.ts'
import { useHeadingHeight, useRowHeight } from './useRowHeight.ts'

export type Column<Row> = {
  key: string
  title: string
  /** The name the server sorts by. */
  sort?: string
  /** Says what ascending means: A to Z, earliest first, lowest first. */
  kind?: 'text' | 'date' | 'number'
  align?: 'right'
  /** Pixels it takes at least; spare room is shared. */
  width?: number
  /** Pixels somebody made it; it keeps them. */
  chosen?: number
  /** Not shown until somebody asks for it. */
  optional?: true
  /** A card on a phone has two lines: the first column and what is `first` on one, the rest below. */
  onPhone?: 'first' | 'hidden'
  /** What it is called in a file of the list, where that is not its key. */
  inFile?: string
  /** The field of the record that is changed in this cell. */
  field?: string
  cell: (row: Row) => ReactNode
}
export type Selection = {
  ids: ReadonlySet<string>
  toggle: (id: string) => void
  add: (ids: string[]) => void
}
/** The one cell that is an editor now. */
export type Editing = { id: string; key: string; editor: ReactNode }

type Props<Row> = {
  label: string
  rows: Row[]
  columns: Column<Row>[]
  sort: string
  onSort: (sort: string) => void
  onWidth?: (key: string, width: number) => void
  /** Space, and a click on the row. */
  onPeek: (row: Row) => void
  /** Enter; the peek where a record has no page of its own. */
  onOpen?: (row: Row) => void
  /** What other keys do with the row. */
  rowKeys?: Record<string, (row: Row) => void>
  /** E and a double click on a cell that has a field. */
  onEdit?: (row: Row, column: Column<Row>) => void
  editing?: Editing | null
  openId?: string | undefined
  /** Left out where nothing can be done to many rows at once. */
  selection?: Selection | undefined
  /** The heading a row belongs under. Rows of one heading follow each other. */
  group?: ((row: Row) => string) | undefined
  more: boolean
  loadMore: () => void
}

/** Rows drawn beyond each edge, so that a fast wheel meets no gap. */
const overscan = 6
/** The next page is asked for when so many rows are left. */
const margin = 50

export const leastWidth = ({ chosen, width = 110 }: { chosen?: number; width?: number }) => chosen ?? width
const track = (column: { chosen?: number; width?: number }) =>
  column.chosen === undefined ? `minmax(${leastWidth(column)}px, ${leastWidth(column)}fr)` : `${column.chosen}px`

export function DataTable<Row extends { id: string }>(props: Props<Row>) {
  const { label, rows, columns, sort, onSort, onWidth, editing, openId, selection, group, more, loadMore } = props
  const box = useRef<HTMLDivElement>(null)
  const height = useRowHeight()
  const heading_height = useHeadingHeight()
  const grid = useGrid({ ...props, box, height })
  /** The heading above a row: that of the first row of its group. */
  const headingOf = useCallback(
    (index: number): string | null => {
      const name = group?.(rows[index]!)
      return name === undefined || (index > 0 && group?.(rows[index - 1]!) === name) ? null : name
    },
    [group, rows],
  )
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => height + (headingOf(index) === null ? 0 : heading_height),
    overscan,
    useFlushSync: false,
    // the row that holds the focus stays, however far it is scrolled away
    rangeExtractor: (range: Range) => withRow(defaultRangeExtractor(range), grid.active.row),
  })
  useEffect(() => virtual.measure(), [virtual, height, heading_height, headingOf])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last > rows.length - margin) loadMore()
  }, [more, last, rows.length, loadMore])

  const template = [selection ? '2.5rem' : '', ...columns.map(track)].join(' ')
  const least = columns.reduce((sum, column) => sum + leastWidth(column), selection ? 40 : 0)
  return (
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={more ? -1 : rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable={selection ? true : undefined}
      style={{ '--columns': template, '--first': `${leastWidth(columns[0] ?? {})}px` } as React.CSSProperties}
      className="min-h-60 overflow-auto overscroll-contain rounded-card border border-border bg-surface text-row [scroll-padding:2.25rem_0_0_var(--first)] max-md:[scroll-padding:0]"
      {...grid.handlers}
    >
      <div role="rowgroup" style={{ minWidth: least }} className="sticky top-0 z-20 max-md:hidden">
        <TableHead
          {...{ columns, sort, onSort, onWidth }}
          selectable={!!selection}
          activeColumn={grid.active.row === -1 ? grid.active.column : null}
        />
      </div>
      <div
        role="rowgroup"
        className="relative max-md:!min-w-0"
        style={{ height: virtual.getTotalSize(), minWidth: least }}
      >
        {items.map(({ index, start }) => {
          const row = rows[index]!
          const heading = headingOf(index)
          return (
            <Fragment key={row.id}>
              {heading !== null && <GroupHeading name={heading} top={start} />}
              <TableRow
                row={row}
                index={index}
                top={heading === null ? start : start + heading_height}
                columns={columns}
                activeColumn={grid.active.row === index ? grid.active.column : null}
                selected={selection ? selection.ids.has(row.id) : null}
                open={row.id === openId}
                editing={editing?.id === row.id ? editing : null}
              />
            </Fragment>
          )
        })}
      </div>
    </div>
  )
}

const GroupHeading = ({ name, top }: { name: string; top: number }) => (
  <div
    role="row"
    style={{ transform: `translateY(${top}px)` }}
    className="absolute inset-x-0 top-0 flex h-(--heading) items-end border-b border-border bg-canvas px-3 pb-1"
  >
    <span role="gridcell" className="sticky left-3 text-meta font-semibold text-text-2">
      {name}
    </span>
  </div>
)

const withRow = (indexes: number[], row: number) =>
  row < 0 || indexes.includes(row) ? indexes : [...indexes, row].sort((a, b) => a - b)
