/** One row of a table as a record: every cell is read as its field wants it, or said to be unreadable; none is silently dropped. */
import { unguarded } from './csv.ts'
import type { FieldType } from './custom-fields.ts'
import { stages, type Stage } from './deals.ts'
import { readAmount, readDay, readList, splitPersonName, type DecimalSign } from './import-cells.ts'
import { importFields, type CellKind, type ImportObject } from './import-fields.ts'
import { fold } from './name-text.ts'
import { taskPriorities, taskStatuses } from './tasks.ts'
import type { DateOrder } from './wall-text.ts'

/** A custom field as far as a cell is concerned. */
export type CustomCell = {
  key: string
  label: string
  type: FieldType
  kind: CellKind
  options: string[]
  required: boolean
}
export type RowPlan = {
  object: ImportObject
  /** How many columns the header has. */
  width: number
  /** Column → field name or `metadata.<key>`; a column that is not here is left out. */
  columns: ReadonlyMap<number, string>
  /** What every row gets where its own cell is empty or missing, by field. */
  constants: Readonly<Record<string, string>>
  /** What the file's own words mean, as `stage` → `Engaging` → `negotiation`; compared without case and accents. */
  values: Readonly<Record<string, Readonly<Record<string, string>>>>
  decimal: DecimalSign
  date_order: DateOrder
  custom: readonly CustomCell[]
}
/** `text` is the cell as it was. */
export type CellFault = { column: number | null; field: string; text: string; code: string; message: string }
/** `fields` hold what the record's own input takes; `links` are texts that name other records, for the server to find. */
export type DraftRecord = {
  fields: Record<string, unknown>
  metadata: Record<string, unknown>
  links: Partial<Record<'owner' | 'assignee' | 'account' | 'account_external_id' | 'deal', string>>
  external_id: string | null
  /** Becomes a note on the record. */
  note: string | null
  faults: CellFault[]
}

/** What a note can hold. */
const mostNote = 20_000
const tooLong: Read = { fault: { code: 'too_long', message: `A note can hold ${mostNote} characters.` } }

type Gathered = { field: string; column: number | null; text: string }

export function readRow(plan: RowPlan, cells: readonly string[]): DraftRecord {
  const draft: DraftRecord = { fields: {}, metadata: {}, links: {}, external_id: null, note: null, faults: [] }
  for (const gathered of gather(plan, cells)) place(plan, draft, gathered)
  settle(plan, draft)
  if (cells.slice(plan.width).some((cell) => cell.trim() !== ''))
    draft.faults.push({
      column: null,
      field: '',
      text: cells.slice(plan.width).join(' '),
      code: 'too_many_cells',
      message: `The row has ${cells.length} cells, the header only ${plan.width}.`,
    })
  return draft
}

/** The text of each field: one cell, several joined, or the constant where all are empty. */
function gather({ object, columns, constants }: RowPlan, cells: readonly string[]): Gathered[] {
  const found = new Map<string, Gathered>()
  for (const [column, field] of [...columns].sort(([a], [b]) => a - b)) {
    const text = unguarded((cells[column] ?? '').trim())
    const before = found.get(field)
    if (text === '') continue
    const joins = importFields[object].find(({ name }) => name === field)?.joins
    if (!before) found.set(field, { field, column, text })
    else if (joins !== 'first') before.text = `${before.text}${joins ?? ' '}${text}`
  }
  for (const [field, text] of Object.entries(constants))
    if (!found.has(field) && text.trim() !== '') found.set(field, { field, column: null, text: text.trim() })
  return [...found.values()]
}

function place(plan: RowPlan, draft: DraftRecord, { field, column, text }: Gathered): void {
  const own = importFields[plan.object].find(({ name }) => name === field)
  const made = plan.custom.find(({ key }) => `metadata.${key}` === field)
  const kind = own?.kind ?? made?.kind
  if (!kind) return
  const read = readCell(plan, kind, field, text)
  if ('fault' in read) draft.faults.push({ column, field, text, ...read.fault })
  else if (made) draft.metadata[made.key] = offered(made, read.value)
  else if (field === 'note') draft.note = text
  else if (field === 'external_id') draft.external_id = (read.value as string).slice(0, 200)
  else if (isLink(field)) draft.links[field] = read.value as string
  else draft.fields[field] = read.value
}

/** An option is meant whatever its case and accents. */
function offered({ options }: CustomCell, value: unknown): unknown {
  const meant = (text: string) => options.find((option) => fold(option) === fold(text)) ?? text
  if (options.length === 0) return value
  return Array.isArray(value) ? (value as string[]).map(meant) : meant(value as string)
}

const isLink = (field: string): field is keyof DraftRecord['links'] =>
  ['owner', 'assignee', 'account', 'account_external_id', 'deal'].includes(field)

type Read = { value: unknown } | { fault: { code: string; message: string } }
const unreadable = (text: string, wanted: string): Read => ({
  fault: { code: 'unreadable', message: `“${text.slice(0, 60)}” cannot be read as ${wanted}.` },
})

function readCell(plan: RowPlan, kind: CellKind, field: string, text: string): Read {
  switch (kind) {
    case 'date': {
      const day = readDay(text, plan.date_order)
      return day ? { value: day } : unreadable(text, 'a date')
    }
    case 'amount':
    case 'number':
    case 'percent':
    case 'hours':
      return readFigure(plan, kind, text)
    case 'currency':
      return readCurrency(text)
    case 'list':
      return { value: readList(text).map((item) => item.slice(0, 100)) }
    case 'web':
      return { value: /^[a-z]+:\/\//i.test(text) ? text : `https://${text}` }
    case 'email':
      // "Anna Smith <anna@konex.example>", as mail programs write it
      return { value: (/^[^<>]*<([^<>\s]+)>$/.exec(text)?.[1] ?? text).replace(/^mailto:/i, '').toLowerCase() }
    case 'stage':
      return readWord(plan, field, text, stageWords, stages, 'a stage')
    case 'status':
      return readWord(plan, field, text, statusWords, taskStatuses, 'a status')
    case 'priority':
      return readWord(plan, field, text, priorityWords, taskPriorities, 'a priority')
    case 'note':
      return text.length <= mostNote ? { value: text } : tooLong
    case 'text':
    case 'phone':
    case 'person':
    case 'account':
    case 'deal':
    case 'id':
      return { value: severalLines.has(field) ? text : oneLine(text) }
  }
}

const severalLines = new Set(['address', 'description'])
/** A name that somebody broke in a narrow column of a spreadsheet. */
const oneLine = (text: string) => text.replaceAll(/\s*[\t-\r]\s*/g, ' ')

function readFigure({ decimal }: RowPlan, kind: CellKind, text: string): Read {
  const amount = readAmount(kind === 'percent' ? text.replace('%', '') : text.replace(/\s*h(ours|rs)?$/i, ''), decimal)
  if (!amount) return unreadable(text, kind === 'amount' ? 'an amount' : 'a number')
  if (kind === 'amount') return { value: amount }
  if (kind === 'hours') return { value: amount.amount }
  const number = Number(amount.amount)
  if (kind !== 'percent') return { value: number }
  return number >= 0 && number <= 100 ? { value: Math.round(number) } : unreadable(text, 'a percentage from 0 to 100')
}

function readCurrency(text: string): Read {
  const code = readAmount(`${text} 0`, '.')?.currency ?? text.toUpperCase()
  return /^[A-Z]{3}$/.test(code) ? { value: code } : unreadable(text, 'an ISO 4217 currency')
}

const wordsOf = (text: string) =>
  fold(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** What the person said it means, else the word itself, else what other programs call it. */
function readWord(
  plan: RowPlan,
  field: string,
  text: string,
  known: Record<string, string>,
  all: readonly string[],
  wanted: string,
): Read {
  const words = wordsOf(text)
  const said = Object.entries(plan.values[field] ?? {}).find(([from]) => wordsOf(from) === words)?.[1]
  const own = all.find((word) => word.replaceAll('_', ' ') === words)
  const usual = Object.entries(known).find(([, list]) => list.split('|').some((name) => name.trim() === words))?.[0]
  const value = said ?? own ?? usual
  return value
    ? { value }
    : {
        fault: {
          code: 'unknown_value',
          message: `“${text.slice(0, 60)}” is not known as ${wanted}. Say what it means.`,
        },
      }
}

const stageWords: Record<Stage, string> = {
  prospecting:
    'new | lead | qualification | qualified | qualify | needs analysis | appointment scheduled | appointmentscheduled | discovery | prospect | open | opportunity | value proposition | id decision makers | perception analysis | akquise | qualifizierung | neu',
  negotiation:
    'engaging | proposal | proposal price quote | proposal made | quote | negotiation review | contract sent | contractsent | presentation scheduled | presentationscheduled | decision maker bought in | decisionmakerboughtin | in negotiation | verhandlung | angebot | negociacion | negociation',
  won: 'closed won | closedwon | gewonnen | abgeschlossen gewonnen | ganado | gagne | success | successful',
  lost: 'closed lost | closedlost | verloren | abgeschlossen verloren | perdido | perdu | abandoned | disqualified',
}
const statusWords: Record<string, string> = {
  open: 'new | not started | todo | to do | backlog | offen | neu | pending | waiting on contact | nicht begonnen',
  in_progress: 'started | doing | active | in arbeit | in bearbeitung | working | waiting on us | en curso',
  blocked: 'waiting | on hold | deferred | waiting on someone else | stuck | wartet | blockiert | zuruckgestellt',
  done: 'completed | complete | closed | finished | resolved | erledigt | abgeschlossen | hecho | termine | solved',
  cancelled: 'canceled | aborted | wont do | abgebrochen | storniert | cancelado | annule',
}
const priorityWords: Record<string, string> = {
  low: 'lowest | minor | niedrig | gering | 4 | 5 | p4 | baja | basse',
  normal: 'medium | none | mittel | 3 | p3 | p2 | media | moyenne | default',
  high: 'major | hoch | wichtig | 2 | p1 | alta | haute | important',
  urgent: 'highest | critical | blocker | dringend | 1 | p0 | urgente | asap | immediate',
}

/** What one cell alone cannot say: names out of one cell, the amount with its currency, the stage that closes. */
function settle(plan: RowPlan, draft: DraftRecord): void {
  const { fields } = draft
  if (typeof fields['full_name'] === 'string' && fields['last_name'] === undefined)
    Object.assign(fields, nameBeside(fields['full_name'], fields['first_name']))
  delete fields['full_name']
  for (const [name, value] of [...Object.entries(fields), ...Object.entries(draft.metadata)])
    if (isAmount(value)) joinMoney(plan, draft, name, value)
  delete fields['currency']
}

/** A first name of its own stays; somebody with one name only is called by it once. */
function nameBeside(whole: string, first: unknown): { first_name?: unknown; last_name?: string } {
  const split = splitPersonName(whole)
  if (first === undefined) return split
  return split.first_name === '' && split.last_name === first ? {} : { ...split, first_name: first }
}

type AmountCell = { amount: string; currency: string | null }
const isAmount = (value: unknown): value is AmountCell =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value

/** The cell's own currency, else the row's, else what was chosen for the file; an amount without one is not money. */
function joinMoney(
  { constants }: RowPlan,
  { fields, metadata, faults }: DraftRecord,
  name: string,
  cell: AmountCell,
): void {
  const currency = cell.currency ?? (fields['currency'] as string | undefined) ?? constants['currency'] ?? null
  const home = name in fields ? fields : metadata
  home[name] = { amount: cell.amount, currency }
  if (currency !== null) return
  delete home[name]
  faults.push({
    column: null,
    field: name,
    text: cell.amount,
    code: 'no_currency',
    message: 'The amount has no currency. Choose one for the file.',
  })
}
