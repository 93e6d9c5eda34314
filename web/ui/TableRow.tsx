import { clsx } from 'clsx'
import { memo, type ReactNode } from 'react'
import type { Column, Editing } from './DataTable.tsx'

type Props<Row> = {
  row: Row
  index: number
  /** Pixels below the heading. */
  top: number
  columns: Column<Row>[]
  activeColumn: number | null
  /** Null where rows cannot be selected. */
  selected: boolean | null
  open: boolean
  editing: Editing | null
}

/** Keys and clicks are heard by the grid, so that a row that did not change is never drawn anew. */
export const TableRow = memo(Drawn) as typeof Drawn

function Drawn<Row extends { id: string }>(props: Props<Row>) {
  const { row, index, top, columns, activeColumn, selected, open, editing } = props
  return (
    <div
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={selected ?? open}
      style={{ transform: `translateY(${top}px)` }}
      className={clsx(
        'absolute inset-x-0 top-0 grid h-(--row) grid-cols-(--columns) items-center border-b border-border',
        'contain-[layout_size_style] hover:bg-sunken',
        // two lines: what has the order -1, then as much of the rest as fits
        'max-md:flex max-md:flex-wrap max-md:content-start max-md:gap-x-3 max-md:gap-y-1 max-md:overflow-hidden max-md:px-3 max-md:pt-2.5',
        'max-md:before:basis-full max-md:before:content-[""]',
        open || selected ? 'bg-accent-soft' : 'bg-surface',
      )}
    >
      {selected !== null && (
        <div role="gridcell" className="pl-3 max-md:-order-1 max-md:pl-0">
          <input
            type="checkbox"
            data-mark
            tabIndex={-1}
            aria-label={`Select row ${index + 1}`}
            className="size-4 align-middle accent-accent max-md:size-6"
            checked={selected}
            // the grid hears the click: with Shift it marks everything in between
            onChange={() => {}}
          />
        </div>
      )}
      {columns.map((column, place) => (
        <Cell
          key={column.key}
          column={column}
          place={place}
          active={place === activeColumn}
          edited={editing?.key === column.key}
        >
          {editing?.key === column.key ? editing.editor : column.cell(row)}
        </Cell>
      ))}
    </div>
  )
}

type CellProps<Row> = {
  column: Column<Row>
  place: number
  active: boolean
  edited: boolean
  children: ReactNode
}
function Cell<Row>({ column: { align, kind, onPhone }, place, active, edited, children }: CellProps<Row>) {
  return (
    <div
      role="gridcell"
      data-column={place}
      aria-colindex={place + 1}
      tabIndex={active ? 0 : -1}
      className={clsx(
        edited ? 'z-30 overflow-visible !px-1' : 'truncate',
        'min-w-0 self-stretch px-3 leading-(--row) -outline-offset-2 max-md:px-0 max-md:leading-5',
        align === 'right' && 'md:text-right',
        place === 0
          ? 'sticky left-0 z-10 bg-inherit font-medium max-md:static max-md:-order-1 max-md:flex-1 max-md:basis-1/3'
          : 'text-text-2',
        onPhone === 'first' && 'max-md:-order-1 max-md:max-w-[45%]',
        onPhone === undefined && place > 0 && kind !== 'date' && 'max-md:max-w-[40%]',
        onPhone === 'hidden' && 'max-md:hidden',
      )}
    >
      {children}
    </div>
  )
}
