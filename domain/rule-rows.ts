/** A condition as the builder shows it: rows of which all, or any, hold. What is nested deeper is text. */
import { hostOf } from './mapping-hints.ts'
import { limits, operators, type Condition, type Field, type Operator, type Test } from './rule-conditions.ts'
import { printTest, printValue } from './rule-text.ts'

export type RowOperator = Operator | 'is not'
/** `value`: as somebody types it, several by commas; a pattern without its slashes; people and teams by id. */
export type Row = { field: Field; operator: RowOperator; value: string }
export type Rows = { join: 'all' | 'any'; rows: Row[] }

export const operatorsOf = (field: Field): RowOperator[] =>
  operators[field].flatMap((operator): RowOperator[] => (operator === 'is' ? ['is', 'is not'] : [operator]))

/** Null where rows cannot say it. */
export function rowsOf(condition: Condition): Rows | null {
  const join = 'any' in condition ? 'any' : 'all'
  const parts = 'any' in condition ? condition.any : 'all' in condition ? condition.all : [condition]
  const rows = parts.map(rowOf)
  return rows.includes(null) ? null : { join, rows: rows as Row[] }
}

function rowOf(part: Condition): Row | null {
  const negated = 'not' in part
  const test = negated ? part.not : part
  if (!('field' in test) || (negated && test.operator !== 'is')) return null
  const value = valueOf(test)
  return value === null ? null : { field: test.field, operator: negated ? 'is not' : test.operator, value }
}

function valueOf(test: Test): string | null {
  const { field, operator, values } = test
  if (field === 'weekday' || field === 'hour') return printTest(test).slice(`${field} ${operator} `.length)
  if (operator === 'matches') return values.length === 1 ? values[0]! : null
  return values.some((value) => value.includes(',')) ? null : values.join(', ')
}

/** The text of rows; of one that is not filled in yet it is what cannot be read. */
export const textOfRows = ({ join, rows }: Rows) => rows.map(textOfRow).join(join === 'all' ? ' and ' : ' or ')

function textOfRow({ field, operator, value }: Row): string {
  const asTyped = field === 'weekday' || field === 'hour'
  if (asTyped) return `${field} ${operator} ${value.trim()}`
  if (operator === 'matches') return `${field} matches ${printValue('matches', value)}`
  const values = value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  return `${field} ${operator} ${values.map((one) => printValue('is', one)).join(', ')}`
}

const quotable = /[\p{L}\p{N}][\p{L}\p{N} .&'’-]*[\p{L}\p{N}]/u
/** A rule for entries like this one, from what names its customer best: project, then site, then title. Null where nothing does. */
export function rowsLike(entry: {
  project_name: string | null
  url: string | null
  title: string | null
  app: string | null
}): Rows | null {
  const row = (field: Field, operator: RowOperator, value: string): Row => ({
    field,
    operator,
    value: value.replaceAll(',', ' ').slice(0, limits.value),
  })
  if (entry.project_name) return { join: 'all', rows: [row('project', 'is', entry.project_name)] }
  const host = entry.url ? hostOf(entry.url) : ''
  if (host !== '') return { join: 'all', rows: [row('site', 'is', host)] }
  const app = entry.app ? [row('app', 'is', entry.app)] : []
  const words = entry.title && quotable.exec(entry.title)?.[0]
  if (words) return { join: 'all', rows: [...app, row('title', 'contains', words)] }
  return app.length > 0 ? { join: 'all', rows: app } : null
}
