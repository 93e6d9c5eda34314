/** From a person's answers, and what the cells themselves say, to how a row is read. */
import { createHash } from 'node:crypto'
import { dayOrderOf, decimalSignOf } from '#domain/import-cells.ts'
import { guessColumns, guessObject, headerWords } from '#domain/import-columns.ts'
import { importFields, type CellKind, type ImportObject } from '#domain/import-fields.ts'
import type { CustomCell, RowPlan } from '#domain/import-rows.ts'
import type { RecordImport, RecordImportAnswers } from '#domain/record-imports.ts'

/** The same for every file with the same titles in the same order. */
export const headerKey = (titles: readonly string[]): string =>
  createHash('sha256').update(titles.map(headerWords).join('|')).digest('hex')

type Columns = RecordImport['columns']
const shownSamples = 5

/** Each column with some cells and its likeliest field. */
export function describeColumns(
  object: ImportObject,
  titles: readonly string[],
  samples: readonly (readonly string[])[],
  custom: readonly CustomCell[],
): Columns {
  return guessColumns(object, titles, samples, custom).map(({ column, field, confidence, reason }) => ({
    title: titles[column] || `Column ${column + 1}`,
    samples: samples
      .map((cells) => (cells[column] ?? '').trim().slice(0, 200))
      .filter((cell) => cell !== '')
      .slice(0, shownSamples),
    field,
    confidence,
    reason,
  }))
}

/** What would be done if nobody said anything. */
export function firstAnswers(
  titles: readonly string[],
  samples: readonly (readonly string[])[],
  columns: Columns,
): RecordImportAnswers {
  return {
    object: guessObject(titles, samples),
    columns: columns.map(({ field }) => field),
    constants: {},
    values: {},
    decimal: null,
    date_order: null,
    on_match: 'skip',
    update_fields: 'blank',
    on_unreadable: 'fail',
    system: systemOf(titles),
  }
}

/** HubSpot calls the first column "Record ID", Salesforce's Data Loader writes its API names in upper case. */
function systemOf(titles: readonly string[]): string {
  if (titles.some((title) => /^record id/i.test(title))) return 'hubspot'
  return titles.includes('ID') && titles.every((title) => title === title.toUpperCase()) ? 'salesforce' : 'file'
}

const fieldsByColumn = (columns: readonly (string | null)[]) =>
  new Map(columns.flatMap((field, column) => (field === null ? [] : [[column, field] as const])))

const kindsOf = (object: ImportObject, custom: readonly CustomCell[]): ReadonlyMap<string, CellKind> =>
  new Map([
    ...importFields[object].map(({ name, kind }) => [name, kind] as const),
    ...custom.map(({ key, kind }) => [`metadata.${key}`, kind] as const),
  ])

export type Question = { field: string; message: string }

/** The plan, or what has to be asked first. `rows` are as many as settle how numbers and days are written. */
export function planOf(
  answers: RecordImportAnswers,
  delimiter: string | null,
  rows: readonly (readonly string[])[],
  custom: readonly CustomCell[],
): { plan: RowPlan; questions: Question[] } {
  const { object, constants, values } = answers
  const columns = fieldsByColumn(answers.columns)
  const kinds = kindsOf(object, custom)
  const cellsOf = (...wanted: CellKind[]) =>
    [...columns].flatMap(([column, field]) =>
      wanted.includes(kinds.get(field)!)
        ? rows.map((cells) => cells[column] ?? '').filter((cell) => cell.trim() !== '')
        : [],
    )
  const days = cellsOf('date')
  const order = answers.date_order ?? dayOrderOf(days)
  // semicolons part columns where commas begin decimals
  const usual = delimiter === ';' ? ',' : '.'
  const decimal = answers.decimal ?? decimalSignOf(cellsOf('amount', 'number', 'percent', 'hours')) ?? usual
  const questions = [
    ...missing(object, new Set([...columns.values(), ...Object.keys(constants)])),
    ...(order === null
      ? [{ field: 'date_order', message: `Do dates like “${unclear(days)}” begin with the day or with the month?` }]
      : []),
  ]
  const plan = {
    object,
    width: answers.columns.length,
    columns,
    constants,
    values,
    decimal,
    date_order: order ?? 'dmy',
    custom,
  }
  return { plan, questions }
}

const unclear = (days: readonly string[]) => days.find((day) => dayOrderOf([day]) === null) ?? days[0]

/** What no row could be without. */
function missing(object: ImportObject, fields: ReadonlySet<string>): Question[] {
  const need = (...names: string[]) => names.some((name) => fields.has(name))
  const ask = (message: string) => [{ field: 'columns', message }]
  if (object === 'contact' && !need('last_name', 'full_name', 'email', 'first_name'))
    return ask('Choose the column that has the name or the e-mail of the contact.')
  if ((object === 'account' || object === 'deal') && !need('name'))
    return ask(`Choose the column that has the name of the ${object}.`)
  if (object === 'task' && !need('title')) return ask('Choose the column that has the title of the task.')
  if (object === 'deal' && !need('account', 'account_external_id'))
    return ask('Choose the column that has the account of the deal, or one account for all.')
  return []
}
