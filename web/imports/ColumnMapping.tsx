import { useState } from 'react'
import { importFields, importObjects, type ImportObject } from '../../domain/import-fields.ts'
import type { RecordImportAnswers } from '../../domain/record-imports.ts'
import { useMe } from '../data/me.ts'
import { useDefinitions } from '../fields/useCustomFields.tsx'
import { Badge, Button, SelectField, TextField } from '../ui/controls.tsx'
import { words } from '../ui/formats.tsx'
import type { RecordImport } from './calls.ts'

type Props = { data: RecordImport; onAnswer: (answers: Partial<RecordImportAnswers>) => void }

/** What each column means, and what happens to rows that are here already. Nothing is sent before "Try it out". */
export function ColumnMapping({ data, onAnswer }: Props) {
  const me = useMe()
  const [answers, setAnswers] = useState(data.answers!)
  const change = (changes: Partial<RecordImportAnswers>) => setAnswers((before) => ({ ...before, ...changes }))
  const columnTo = (at: number, field: string) =>
    change({ columns: answers.columns.map((now, column) => (column === at ? field || null : now)) })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onAnswer(answers)
      }}
    >
      <div className="w-56">
        <SelectField
          label="Each row is"
          value={answers.object}
          // another object brings its own guess of the columns
          onChange={(event) => onAnswer({ object: event.target.value as ImportObject })}
          options={importObjects
            .filter((object) => object === answers.object || me.can(rights[object]))
            .map((object) => ({ value: object, label: rowNames[object] }))}
        />
      </div>
      <Columns data={data} answers={answers} onChoose={columnTo} />
      <Choices answers={answers} change={change} />
      <Button look="primary" type="submit" className="self-start">
        Try it out
      </Button>
    </form>
  )
}

const rowNames: Record<ImportObject, string> = {
  account: 'an account (company)',
  contact: 'a contact',
  deal: 'a deal',
  task: 'a task',
}

const rights = {
  account: 'accounts:write',
  contact: 'accounts:write',
  deal: 'deals:write',
  task: 'tasks:write',
} as const

type ColumnsProps = {
  data: RecordImport
  answers: RecordImportAnswers
  onChoose: (column: number, field: string) => void
}

function Columns({ data, answers, onChoose }: ColumnsProps) {
  const fields = importFields[answers.object]
  const custom = useDefinitions(answers.object)
  const taken = new Set(answers.columns)
  const options = (own: string | null) => [
    { value: '', label: 'Leave out' },
    ...fields
      .filter(({ name, joins }) => name === own || joins !== undefined || !taken.has(name))
      .map(({ name, label }) => ({ value: name, label })),
    ...custom
      .map(({ key, label }) => ({ value: `metadata.${key}`, label }))
      .filter(({ value }) => value === own || !taken.has(value)),
  ]
  return (
    <div
      className="overflow-x-auto rounded-card border border-border bg-surface"
      tabIndex={0}
      role="region"
      aria-label="Columns of the file"
    >
      <table className="w-full text-row">
        <thead className="max-md:sr-only">
          <tr className="text-left text-meta text-text-3">
            <th scope="col" className="h-9 px-3 font-medium">
              Column of the file
            </th>
            <th scope="col" className="px-3 font-medium">
              Cells
            </th>
            <th scope="col" className="w-64 px-3 font-medium">
              Goes to
            </th>
            <th scope="col" className="px-3 font-medium">
              Why
            </th>
          </tr>
        </thead>
        <tbody>
          {data.columns.map(({ title, samples, field, confidence, reason }, column) => {
            const chosen = answers.columns[column] ?? null
            return (
              <tr
                key={column}
                className="border-t border-border align-middle max-md:flex max-md:flex-col max-md:gap-1 max-md:p-3"
              >
                <th scope="row" className="max-w-56 truncate px-3 text-left font-medium max-md:px-0">
                  {title}
                </th>
                <td className="max-w-72 truncate px-3 text-text-2 max-md:px-0">
                  {samples.slice(0, 3).join(' · ') || 'empty'}
                </td>
                <td className="px-3 py-1 max-md:px-0">
                  <SelectField
                    label={`Where “${title}” goes`}
                    hideLabel
                    value={chosen ?? ''}
                    onChange={(event) => onChoose(column, event.target.value)}
                    options={options(chosen)}
                  />
                </td>
                <td className="px-3 text-text-3 max-md:px-0">
                  {chosen === null ? (
                    reason
                  ) : chosen === field ? (
                    <span className="inline-flex flex-wrap items-center gap-2">
                      <Badge tone={confidence >= 0.9 ? 'success' : 'warning'}>
                        {Math.round(confidence * 100)} % sure
                      </Badge>
                      {reason}
                    </span>
                  ) : (
                    'You chose it.'
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

type ChoiceProps = { answers: RecordImportAnswers; change: (changes: Partial<RecordImportAnswers>) => void }

function Choices({ answers, change }: ChoiceProps) {
  const me = useMe()
  const { object, constants, columns } = answers
  const constant = (field: string, text: string) => {
    const { [field]: _before, ...others } = constants
    change({ constants: text === '' ? others : { ...others, [field]: text } })
  }
  return (
    <fieldset className="flex flex-wrap items-start gap-3">
      <legend className="mb-2 font-medium">How to read it, and what to do with what is here already</legend>
      <Choice
        label="Rows that are here already"
        value={answers.on_match}
        options={onMatch}
        onChange={(on_match) => change({ on_match } as never)}
      />
      {answers.on_match === 'update' && (
        <Choice
          label="An update changes"
          value={answers.update_fields}
          options={updateFields}
          onChange={(update_fields) => change({ update_fields } as never)}
        />
      )}
      <Choice
        label="Rows with an unreadable cell"
        value={answers.on_unreadable}
        options={onUnreadable}
        onChange={(on_unreadable) => change({ on_unreadable } as never)}
      />
      <Choice
        label="Dates"
        value={answers.date_order ?? ''}
        options={dateOrders}
        onChange={(order) => change({ date_order: (order || null) as never })}
      />
      <Choice
        label="Decimals"
        value={answers.decimal ?? ''}
        options={decimals}
        onChange={(decimal) => change({ decimal: (decimal || null) as never })}
      />
      {object === 'deal' && (
        <div className="w-48">
          <TextField
            label="Currency of amounts without one"
            value={constants['currency'] ?? ''}
            placeholder={me.workspace.base_currency}
            maxLength={3}
            onChange={(event) => constant('currency', event.target.value.toUpperCase())}
          />
        </div>
      )}
      {object !== 'account' && (
        <div className="w-56">
          <TextField
            label={columns.includes('account') ? 'Account of rows that name none' : 'Account of all rows'}
            value={constants['account'] ?? ''}
            onChange={(event) => constant('account', event.target.value)}
          />
        </div>
      )}
      <div className="w-48">
        <TextField
          label="System the ids belong to"
          value={answers.system}
          pattern="[a-z][a-z0-9_\-]{0,39}"
          required
          hint="A later file finds its records again by it"
          onChange={(event) => change({ system: event.target.value })}
        />
      </div>
    </fieldset>
  )
}

type Options = { value: string; label: string }[]
const Choice = ({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: Options
  onChange: (value: string) => void
}) => (
  <div className="w-56">
    <SelectField label={label} value={value} options={options} onChange={(event) => onChange(event.target.value)} />
  </div>
)

const onMatch: Options = [
  { value: 'skip', label: 'are skipped' },
  { value: 'update', label: 'update what is here' },
  { value: 'create', label: 'are created once more' },
]
const updateFields: Options = [
  { value: 'blank', label: 'only empty fields' },
  { value: 'all', label: 'every field the row fills' },
]
const onUnreadable: Options = [
  { value: 'fail', label: 'fail, to be corrected' },
  { value: 'leave_out', label: 'come without that cell' },
]
const dateOrders: Options = [
  { value: '', label: 'found out from the cells' },
  { value: 'ymd', label: 'year, month, day' },
  { value: 'dmy', label: 'day, month, year' },
  { value: 'mdy', label: 'month, day, year' },
]
const decimals: Options = [
  { value: '', label: 'found out from the cells' },
  { value: '.', label: '1,234.50' },
  { value: ',', label: '1.234,50' },
]

export const fieldLabel = (object: ImportObject, field: string): string =>
  importFields[object].find(({ name }) => name === field)?.label ?? words(field.replace('metadata.', ''))
