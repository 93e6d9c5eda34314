/** Focus and keys of a grid: one cell can be reached by Tab, arrows move it, and it survives rows that come and go. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react'
import type { Column, Selection } from './DataTable.tsx'

/** Row -1 is the heading. */
export type Active = { row: number; column: number }
/** Two clicks within this time edit; only then does one click on an editable cell open the row. */
const doubleClick_ms = 220

type Options<Row> = {
  rows: Row[]
  columns: Column<Row>[]
  onPeek: (row: Row) => void
  onOpen?: (row: Row) => void
  rowKeys?: Record<string, (row: Row) => void>
  onEdit?: (row: Row, column: Column<Row>) => void
  editing?: object | null
  selection?: Selection | undefined
  box: RefObject<HTMLDivElement | null>
  height: number
}

export function useGrid<Row extends { id: string }>(options: Options<Row>) {
  const { rows, columns, box, selection, editing } = options
  const [wanted, setActive] = useState<Active>({ row: 0, column: 0 })
  const active = { row: Math.min(wanted.row, rows.length - 1), column: Math.min(wanted.column, columns.length - 1) }
  const follow = useRef(false)
  const anchor = useRef(0)
  const click = useRef<ReturnType<typeof setTimeout>>(undefined)

  const goTo = (row: number, column: number) => {
    follow.current = true
    setActive({
      row: Math.max(-1, Math.min(rows.length - 1, row)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    })
  }
  useLayoutEffect(() => {
    if (!follow.current) return
    follow.current = false
    const cell = cellAt(box.current!, active)
    cell?.focus({ preventScroll: true })
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  // a row that goes takes the focus with it, without a word; its place keeps it
  const held = useRef(false)
  useLayoutEffect(() => {
    if (held.current && document.activeElement === document.body)
      cellAt(box.current!, active)?.focus({ preventScroll: true })
  })
  // an editor that closes gives the focus back to its cell
  const wasEditing = useRef(false)
  useLayoutEffect(() => {
    if (wasEditing.current && !editing) cellAt(box.current!, active)?.focus({ preventScroll: true })
    wasEditing.current = !!editing
  })

  const select = (to: number) => selection?.add(between(anchor.current, to).map((index) => rows[index]!.id))
  const extend = (by: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, active.row + by))
    if (!selection?.ids.has(rows[active.row]!.id)) anchor.current = active.row
    select(to)
    goTo(to, active.column)
  }
  const mark = (index: number, range: boolean) => {
    if (range) return select(index)
    anchor.current = index
    selection?.toggle(rows[index]!.id)
  }
  const edit = ({ row, column }: Active) => {
    if (rows[row] && columns[column]?.field) options.onEdit?.(rows[row], columns[column])
  }

  const { row, column } = active
  const page = () => Math.max(1, Math.floor((box.current!.clientHeight - options.height) / options.height))
  const moves: Record<string, () => void> = {
    j: () => goTo(Math.max(0, row + 1), column),
    ArrowDown: () => goTo(row + 1, column),
    k: () => goTo(Math.max(0, row - 1), column),
    ArrowUp: () => goTo(row - 1, column),
    ArrowRight: () => goTo(row, column + 1),
    ArrowLeft: () => goTo(row, column - 1),
    Home: () => goTo(row, 0),
    End: () => goTo(row, columns.length - 1),
    PageDown: () => goTo(row + page(), column),
    PageUp: () => goTo(Math.max(0, row - page()), column),
    'ctrl+Home': () => goTo(0, 0),
    'ctrl+End': () => goTo(rows.length - 1, columns.length - 1),
  }
  const onRow = (current: Row): Record<string, () => void> => ({
    Enter: () => (options.onOpen ?? options.onPeek)(current),
    ' ': () => options.onPeek(current),
    ...Object.fromEntries(Object.entries(options.rowKeys ?? {}).map(([key, run]) => [key, () => run(current)])),
    ...(options.onEdit && { e: () => edit(active), F2: () => edit(active) }),
    ...(selection && {
      x: () => mark(row, false),
      'shift+J': () => extend(1),
      'shift+K': () => extend(-1),
      'shift+ArrowDown': () => extend(1),
      'shift+ArrowUp': () => extend(-1),
      'ctrl+a': () => selection.add(rows.map(({ id }) => id)),
    }),
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return
    const name = nameOf(event)
    const isCell = target.dataset['column'] !== undefined
    const current = row >= 0 && rows[row]
    const deed = moves[name] ?? (current && (isCell || name === 'x') ? onRow(current)[name] : undefined)
    if (!deed || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    deed()
  }
  const onBlur = () => {
    held.current = false
  }
  const onFocus = ({ target }: { target: EventTarget }) => {
    held.current = true
    const at = placeOf(target)
    if (at && (at.row !== active.row || at.column !== active.column)) setActive(at)
  }
  const onClick = (event: MouseEvent) => {
    const at = placeOf(event.target)
    const inner = (event.target as HTMLElement).closest('a, button, input, select, textarea, [popover]')
    if (!at || at.row < 0 || !rows[at.row]) return
    if (inner instanceof HTMLInputElement && inner.dataset['mark'] !== undefined) return mark(at.row, event.shiftKey)
    if (inner || event.ctrlKey || event.metaKey) return
    clearTimeout(click.current)
    if (event.detail > 1) return edit(at)
    const peek = () => options.onPeek(rows[at.row]!)
    if (!options.onEdit || !columns[at.column]?.field) return peek()
    click.current = setTimeout(peek, doubleClick_ms)
  }
  return { active, handlers: { onKeyDown, onFocus, onBlur, onClick } }
}

const nameOf = ({ ctrlKey, metaKey, shiftKey, key }: KeyboardEvent) =>
  ctrlKey || metaKey ? `ctrl+${key}` : shiftKey && (key.length > 1 || /[A-Z]/.test(key)) ? `shift+${key}` : key

const between = (a: number, b: number) =>
  Array.from({ length: Math.abs(a - b) + 1 }, (_, step) => Math.min(a, b) + step)

const cellAt = (box: HTMLElement, { row, column }: Active) =>
  box.querySelector<HTMLElement>(`[data-row="${row}"] > [data-column="${column}"]`)

function placeOf(target: EventTarget): Active | null {
  if (!(target instanceof HTMLElement)) return null
  const row = target.closest<HTMLElement>('[data-row]')?.dataset['row']
  const column = target.closest<HTMLElement>('[data-column]')?.dataset['column'] ?? '0'
  return row === undefined ? null : { row: Number(row), column: Number(column) }
}
