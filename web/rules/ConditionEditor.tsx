import { Trash2 } from 'lucide-react'
import { useId } from 'react'
import { activities, fields, type Field } from '../../domain/rule-conditions.ts'
import { operatorsOf, rowsOf, textOfRows, type Row, type Rows } from '../../domain/rule-rows.ts'
import { printCondition, readCondition } from '../../domain/rule-text.ts'
import { findPeople, usePersonName } from '../people/calls.ts'
import { Lookup } from '../layout/Lookup.tsx'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { words } from '../ui/formats.tsx'
import { useTeams } from '../settings/calls.ts'
import { isId, useCalled } from './calls.ts'

/** The rows as they are filled in, or a text; the rule is what either says. */
export type Draft = { rows: Rows } | { text: string }
export const draftText = (draft: Draft) => ('rows' in draft ? textOfRows(draft.rows) : draft.text)
export const emptyRow: Row = { field: 'app', operator: 'is', value: '' }

/** A stored condition as rows where they can say it, else as text. */
export function draftOf(text: string): Draft {
  const read = readCondition(text)
  const rows = 'condition' in read ? rowsOf(read.condition) : null
  return rows ? { rows } : { text }
}

type Props = { draft: Draft; onChange: (draft: Draft) => void; fault: string | undefined; at: number | null }

export function ConditionEditor({ draft, onChange, fault, at }: Props) {
  const text = draftText(draft)
  const nameOf = useCalled(text)
  const read = readCondition(text)
  const asRows = 'condition' in read ? rowsOf(read.condition) : null
  return (
    <div className="flex flex-col gap-3">
      {'rows' in draft ? (
        <BuilderRows rows={draft.rows} onChange={(rows) => onChange({ rows })} />
      ) : (
        <ConditionText text={draft.text} onChange={(next) => onChange({ text: next })} at={at} />
      )}
      {fault && (
        <p role="status" className="text-meta text-danger">
          {fault}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {'rows' in draft ? (
          <>
            <Button
              onClick={() => onChange({ rows: { ...draft.rows, rows: [...draft.rows.rows, emptyRow] } })}
              disabled={draft.rows.rows.length >= 20}
            >
              Add a condition
            </Button>
            <Button
              look="quiet"
              onClick={() => onChange({ text: 'condition' in read ? printCondition(read.condition, nameOf) : text })}
            >
              Write as text
            </Button>
          </>
        ) : (
          <Button look="quiet" disabled={!asRows} onClick={() => asRows && onChange({ rows: asRows })}>
            {asRows || fault ? 'Show as rows' : 'Too nested for rows'}
          </Button>
        )}
      </div>
    </div>
  )
}

function ConditionText({ text, onChange, at }: { text: string; onChange: (text: string) => void; at: number | null }) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-meta font-medium text-text-2">
        Condition
      </label>
      <textarea
        id={id}
        rows={4}
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={at === null ? undefined : true}
        aria-describedby={`${id}-hint`}
        className="w-full rounded-input border border-border-strong bg-surface px-2 py-1 font-mono text-meta text-text"
      />
      <p id={`${id}-hint`} className="text-meta text-text-3">
        {at === null ? (
          'As in: app is Figma and (site is acme.com or title contains "acme redesign") and hour is 9 to 17'
        ) : (
          <span aria-hidden className="font-mono wrap-anywhere">
            {text.slice(Math.max(0, at - 30), at)}
            <mark className="bg-danger-soft text-danger">{text.slice(at, at + 12) || '␣'}</mark>
          </span>
        )}
      </p>
    </div>
  )
}

type RowsProps = { rows: Rows; onChange: (rows: Rows) => void }
function BuilderRows({ rows: { join, rows }, onChange }: RowsProps) {
  const put = (place: number, row: Row | null) =>
    onChange({ join, rows: rows.flatMap((one, n) => (n === place ? (row ? [row] : []) : [one])) })
  return (
    <>
      {rows.length > 1 && (
        <div className="w-56">
          <SelectField
            label="Holds when"
            value={join}
            onChange={(event) => onChange({ join: event.target.value as Rows['join'], rows })}
            options={[
              { value: 'all', label: 'all of these are so' },
              { value: 'any', label: 'any of these is so' },
            ]}
          />
        </div>
      )}
      <ul aria-label="Conditions" className="flex flex-col gap-2">
        {rows.map((row, place) => (
          <li key={place} className="grid grid-cols-[1fr_1fr_auto] items-end gap-2 md:grid-cols-[8rem_9rem_1fr_auto]">
            <BuilderRow row={row} place={place} onChange={(next) => put(place, next)} />
            <Button
              look="quiet"
              aria-label={`Remove condition ${place + 1}`}
              disabled={rows.length === 1}
              onClick={() => put(place, null)}
              className="max-md:col-start-3 max-md:row-start-1 max-md:min-h-11 max-md:min-w-11"
            >
              <Trash2 size={16} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

const titles: Partial<Record<Field, string>> = {
  project: 'Project name',
  activity: 'Kind of activity',
  site: 'Web site',
}
const hints: Partial<Record<Field, string>> = {
  site: 'acme.com, with everything below it',
  weekday: 'mon to fri',
  hour: '9 to 17',
}

function BuilderRow({ row, place, onChange }: { row: Row; place: number; onChange: (row: Row) => void }) {
  const teams = useTeams()
  const person = usePersonName(row.field === 'person' && isId(row.value) ? row.value : null)
  const choices =
    row.field === 'team'
      ? teams
      : row.field === 'activity'
        ? activities.map((value) => ({ value, label: words(value) }))
        : null
  const label = (what: string) => `${what} of condition ${place + 1}`
  const changeField = (field: Field) => {
    const operators = operatorsOf(field)
    onChange({ field, operator: operators.includes(row.operator) ? row.operator : operators[0]!, value: '' })
  }
  return (
    <>
      <SelectField
        label={label('Field')}
        hideLabel
        value={row.field}
        onChange={(event) => changeField(event.target.value as Field)}
        options={fields.map((value) => ({ value, label: titles[value] ?? words(value) }))}
      />
      <SelectField
        label={label('Comparison')}
        hideLabel
        value={row.operator}
        onChange={(event) => onChange({ ...row, operator: event.target.value as Row['operator'] })}
        options={operatorsOf(row.field).map((value) => ({
          value,
          label: value === 'matches' ? 'matches pattern' : value,
        }))}
      />
      <div className="max-md:col-span-3">
        {row.field === 'person' ? (
          <Lookup
            label={label('Value')}
            hideLabel
            kind="people"
            find={findPeople}
            shown={person ?? row.value}
            onChoose={({ value }) => onChange({ ...row, value })}
          />
        ) : choices ? (
          <SelectField
            label={label('Value')}
            hideLabel
            value={row.value}
            onChange={(event) => onChange({ ...row, value: event.target.value })}
            options={[{ value: '', label: 'Choose…' }, ...choices]}
          />
        ) : (
          <TextField
            label={label('Value')}
            hideLabel
            value={row.value}
            placeholder={row.operator === 'matches' ? 'acm-\\d+' : (hints[row.field] ?? 'several by commas')}
            onChange={(event) => onChange({ ...row, value: event.target.value })}
          />
        )}
      </div>
    </>
  )
}
