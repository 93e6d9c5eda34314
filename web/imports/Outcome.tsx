import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { stages } from '../../domain/deals.ts'
import type { RecordImportAnswers } from '../../domain/record-imports.ts'
import { taskPriorities, taskStatuses } from '../../domain/tasks.ts'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { countOf } from '../layout/useDeeds.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { When, words } from '../ui/formats.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { listRows, saveRejects, type ImportedRow, type RecordImport } from './calls.ts'
import { fieldLabel } from './ColumnMapping.tsx'

type Props = {
  data: RecordImport
  onAnswer: (answers: Partial<RecordImportAnswers>) => void
  onRun: () => void
  onUndo: () => void
}
const actions = ['create', 'update', 'skip', 'fail'] as const
const would = { create: 'would be created', update: 'would be updated', skip: 'would be skipped', fail: 'would fail' }
const did = { create: 'created', update: 'updated', skip: 'skipped', fail: 'failed' }
const homes = { account: '/accounts', contact: '/contacts', deal: '/deals', task: '/tasks' } as const

/** Every row accounted for: before the run what would happen, after it what did. */
export function Outcome({ data, onAnswer, onRun, onUndo }: Props) {
  const { search, set } = useAddress()
  const { status, counts, answers } = data
  const said = status === 'checked' ? would : did
  const shown = actions.find((action) => action === search['action'])
  const writes = counts.create + counts.update
  return (
    <div className="flex flex-col gap-4">
      {data.questions.map(({ field, message }) => (
        <p key={field + message} role="alert" className="text-warning">
          {message}
        </p>
      ))}
      {status === 'checked' && data.unknown_values.length > 0 && (
        <UnknownWords data={data} onAnswer={(values) => onAnswer({ values })} />
      )}
      <ul aria-label="Rows" className="flex flex-wrap gap-3">
        {actions.map((action) => (
          <li key={action}>
            <button
              type="button"
              aria-pressed={shown === action}
              className="flex min-w-36 flex-col rounded-card border border-border bg-surface px-4 py-3 text-left hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft"
              onClick={() => set({ action: shown === action ? undefined : action })}
            >
              <span className="text-kpi font-semibold tabular-nums">{counts[action].toLocaleString('en')}</span>
              <span className="text-text-2">{said[action]}</span>
            </button>
          </li>
        ))}
      </ul>
      {data.accounts_created > 0 && (
        <p className="text-text-2">
          {countOf(data.accounts_created, 'account')} that the rows name{' '}
          {status === 'checked'
            ? 'would be created for them.'
            : `${data.accounts_created === 1 ? 'was' : 'were'} created for them.`}
        </p>
      )}
      {status === 'checked' && (
        <Button
          look="primary"
          className="self-start"
          disabled={data.questions.length > 0 || writes === 0}
          onClick={onRun}
        >
          {data.questions.length > 0 ? 'Answer the questions first' : `Import ${countOf(writes, 'row')}`}
        </Button>
      )}
      {status === 'done' && (
        <p className="flex flex-wrap items-center gap-3">
          <Link to={homes[answers!.object]} className="font-medium text-accent-text underline">
            See the {answers!.object}s
          </Link>
          <Button onClick={onUndo}>Take the import back</Button>
          {data.undo_until && (
            <span className="text-text-3">
              possible until <When instant={data.undo_until} />
            </span>
          )}
        </p>
      )}
      {status === 'undone' && (
        <p role="status">
          The import was taken back.
          {data.kept > 0 &&
            ` ${countOf(data.kept, 'row')} stayed, because somebody changed what came of ${data.kept === 1 ? 'it' : 'them'} since.`}
        </p>
      )}
      <Rows key={`${data.version}${shown}`} data={data} action={shown} />
    </div>
  )
}

type Values = RecordImportAnswers['values']
const meanings: Record<string, readonly string[]> = { stage: stages, status: taskStatuses, priority: taskPriorities }

/** Words of the file nobody here knows: a person says once what each means. */
function UnknownWords({ data, onAnswer }: { data: RecordImport; onAnswer: (values: Values) => void }) {
  const [said, setSaid] = useState<Values>(data.answers!.values)
  return (
    <section
      aria-label="Words to explain"
      className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4"
    >
      <h3 className="font-medium">What do these words mean?</h3>
      <div className="flex flex-wrap gap-3">
        {data.unknown_values.map(({ field, text, rows }) => (
          <div key={field + text} className="w-56">
            <SelectField
              label={`${fieldLabel(data.answers!.object, field)} “${text}” · ${countOf(rows, 'row')}`}
              value={said[field]?.[text] ?? ''}
              options={[
                { value: '', label: '–' },
                ...(meanings[field] ?? []).map((value) => ({ value, label: words(value) })),
              ]}
              onChange={(event) => setSaid({ ...said, [field]: { ...said[field], [text]: event.target.value } })}
            />
          </div>
        ))}
      </div>
      <Button className="self-start" onClick={() => onAnswer(withoutEmpty(said))}>
        Try it out again
      </Button>
    </section>
  )
}

const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([field, list]) => [
      field,
      Object.fromEntries(Object.entries(list).filter(([, to]) => to !== '')),
    ]),
  )

function Rows({ data, action }: { data: RecordImport; action: (typeof actions)[number] | undefined }) {
  const list = useInfiniteQuery({
    queryKey: ['record-imports', data.id, 'rows', action, data.version],
    queryFn: ({ pageParam }) =>
      listRows(data.id, { limit: 50, ...(action && { action }), ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  const used = data.columns.flatMap(({ title }, column) => (data.answers!.columns[column] ? [{ title, column }] : []))
  if (rows.length === 0) return null
  return (
    <section aria-label="Rows of the file" className="flex flex-col gap-2">
      {action === 'fail' && (
        <Button look="quiet" className="self-start" onClick={() => void saveRejects(data).catch(sayFailed)}>
          Download the failed rows with their reasons
        </Button>
      )}
      <div
        className="overflow-x-auto rounded-card border border-border bg-surface"
        tabIndex={0}
        role="region"
        aria-label="Rows, scrollable"
      >
        <table className="w-full text-row">
          <thead>
            <tr className="text-left text-meta text-text-3">
              <th scope="col" className="h-9 px-3 font-medium">
                Line
              </th>
              <th scope="col" className="px-3 font-medium">
                Row
              </th>
              <th scope="col" className="px-3 font-medium">
                Why
              </th>
              {used.map(({ title, column }) => (
                <th key={column} scope="col" className="px-3 font-medium whitespace-nowrap">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} data={data} row={row} columns={used.map(({ column }) => column)} />
            ))}
          </tbody>
        </table>
      </div>
      {list.hasNextPage && (
        <Button look="quiet" className="self-center" onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  )
}

type RowProps = { data: RecordImport; row: ImportedRow; columns: number[] }

function Row({ data, row, columns }: RowProps) {
  const client = useQueryClient()
  const wrong = new Set(row.reasons.flatMap(({ column }) => column ?? []))
  const fixable = data.status === 'checked' && row.action === 'fail'
  const fix = (column: number, text: string) => {
    if (text === (row.cells[column] ?? '')) return
    void api
      .patch('/record-imports/{id}/rows/{row}', {
        params: { id: data.id, row: row.id },
        body: { cells: { [column]: text } },
      })
      .then(() => client.invalidateQueries({ queryKey: ['record-imports', data.id] }), sayFailed)
  }
  return (
    <tr className="border-t border-border align-top">
      <td className="px-3 py-1.5 text-text-3 tabular-nums">{row.line}</td>
      <td className="px-3 py-1.5 whitespace-nowrap">{row.action ? words(row.action) : '–'}</td>
      <td className="max-w-80 min-w-56 px-3 py-1.5 text-text-2">
        {row.reasons.map(({ message }) => message).join(' ')}
      </td>
      {columns.map((column) => (
        <td key={column} className="max-w-64 truncate px-3 py-1.5">
          {fixable ? (
            <input
              aria-label={`Line ${row.line}, ${data.columns[column]!.title}`}
              aria-invalid={wrong.has(column) || undefined}
              defaultValue={row.cells[column] ?? ''}
              className="min-h-6 w-full min-w-24 rounded-input border border-border bg-surface px-1 aria-invalid:border-danger"
              onBlur={(event) => fix(column, event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            />
          ) : (
            (row.cells[column] ?? '')
          )}
        </td>
      ))}
    </tr>
  )
}
