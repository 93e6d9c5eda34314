/** Changing a record in its cell: Enter saves, Esc leaves it, Tab saves and goes on. What is wrong is said under the cell. */
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { ProblemError } from '../data/client.ts'
import type { Column, Editing } from '../ui/DataTable.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { Entry } from './Entry.tsx'
import { isAt, type FieldSpec } from './RecordForm.tsx'
import type { Resource, Recorded } from './resource.ts'
import { LeftAsItIs, useWrite } from './write.ts'

/** Where nothing can be changed. */
const nothing = <Row extends Recorded>(): Resource<Row> => ({
  key: '',
  noun: '',
  fields: [],
  valuesOf: () => ({}),
  get: () => Promise.reject(new Error('nothing')),
  nameOf: () => '',
  patch: () => Promise.reject(new Error('nothing')),
  preview: (row) => row,
})

type Cell<Row> = { row: Row; column: Column<Row>; typed?: string | null; error?: string | undefined }

export function useInlineEdit<Row extends Recorded>(given: Resource<Row> | undefined, columns: Column<Row>[]) {
  const resource = given ?? nothing<Row>()
  const change = useWrite(resource)
  const [cell, setCell] = useState<Cell<Row> | null>(null)
  const start = (row: Row, column: Column<Row>) =>
    resource.fields.some(({ name }) => name === column.field) && setCell({ row, column })
  const save = async ({ row, column }: Cell<Row>, typed: string | null, andThen: Cell<Row> | null) => {
    const name = column.field!
    setCell(andThen)
    if (typed === (resource.valuesOf(row)[name] || null)) return
    await change(row, { [name]: typed }).catch((error: Error) => {
      if (error instanceof LeftAsItIs) return
      const wrong = error instanceof ProblemError && error.errors.find(({ pointer }) => isAt(pointer, name))
      // what was typed is not lost: the editor opens again with it and says why
      if (wrong) setCell({ row, column, typed, error: wrong.message })
      else sayFailed(error)
    })
  }
  const nextOf = ({ row, column }: Cell<Row>): Cell<Row> | null => {
    const editable = columns.filter((one) => resource.fields.some(({ name }) => name === one.field))
    const next = editable[editable.findIndex(({ key }) => key === column.key) + 1]
    return next ? { row, column: next } : null
  }
  const field = cell && resource.fields.find(({ name }) => name === cell.column.field)
  const editing: Editing | null =
    cell && field
      ? {
          id: cell.row.id,
          key: cell.column.key,
          editor: (
            <CellEditor
              key={`${cell.column.key} ${cell.error}`}
              field={field}
              value={(cell.typed === undefined ? resource.valuesOf(cell.row)[field.name] : cell.typed) ?? ''}
              error={cell.error}
              save={(typed, goOn) => void save(cell, typed, goOn ? nextOf(cell) : null)}
              leave={() => setCell(null)}
            />
          ),
        }
      : null
  return { start, editing }
}

type Props = {
  field: FieldSpec
  value: string
  error: string | undefined
  save: (typed: string | null, goOn: boolean) => void
  leave: () => void
}
function CellEditor({ field, value, error, save, leave }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const done = useRef(false)
  const end = (goOn: boolean) => {
    if (done.current) return
    done.current = true
    save(String(new FormData(form.current!).get(field.name) ?? '').trim() || null, goOn)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    end(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key !== 'Escape' && event.key !== 'Tab' && event.key !== 'Enter') return
    event.preventDefault()
    if (event.key !== 'Escape') return end(event.key === 'Tab')
    done.current = true
    leave()
  }
  return (
    <form
      ref={form}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      onBlur={(event) => form.current?.contains(event.relatedTarget) || end(false)}
      className="rounded-card bg-surface text-left leading-5 [&_.text-danger]:shadow-lg"
    >
      <Entry field={field} value={value} error={error} bare />
    </form>
  )
}
