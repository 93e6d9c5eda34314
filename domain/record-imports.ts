/** Accounts, contacts, deals and tasks from a file: what it is, what its columns mean, what would happen to each row, and what did. */
import { importObjects } from './import-fields.ts'
import { Id, Instant, Name, Nullable, OneOf, Page, Type, listFields, rowFields, strict, type Static } from './shapes.ts'

/**
 * reading: the file is taken apart · mapping: waits for what the columns mean · checking: the dry run is at work · checked: it says
 * what would happen to each row · running · done · undoing · undone · failed: `failure` says why.
 */
export const recordImportStatuses = [
  'reading',
  'mapping',
  'checking',
  'checked',
  'running',
  'done',
  'undoing',
  'undone',
  'failed',
] as const
export const rowActions = ['create', 'update', 'skip', 'fail'] as const
export type RowAction = (typeof rowActions)[number]

const FieldName = Type.String({ pattern: '^(metadata\\.)?[a-z][a-z0-9_]{0,62}$' })
const Words = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: { type: 'string', maxLength: 500 },
  maxProperties: 200,
})
const WordLists = Type.Unsafe<Record<string, Record<string, string>>>({
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: { type: 'string', maxLength: 50 }, maxProperties: 200 },
  maxProperties: 10,
})

/** What a person says about the file. Every answer has a sensible value before anybody is asked. */
const answers = {
  object: OneOf(importObjects),
  /** For each column of the header, in order, the field it goes to; null leaves it out. */
  columns: Type.Array(Nullable(FieldName), { maxItems: 500 }),
  /** What every row gets where its own cell is empty, by field; `currency` is that of amounts without one. */
  constants: Words,
  /** What words of the file mean, by field: `{"stage": {"Engaging": "negotiation"}}`. */
  values: WordLists,
  /** Null: found out from the cells. */
  decimal: Nullable(OneOf(['.', ','] as const)),
  date_order: Nullable(OneOf(['ymd', 'dmy', 'mdy'] as const)),
  /** What happens to a row that is here already. */
  on_match: OneOf(['skip', 'update', 'create'] as const),
  /** Of an update: only empty fields, or all that the row fills. */
  update_fields: OneOf(['blank', 'all'] as const),
  /** A row with a cell that cannot be read: it fails, or comes without that cell. */
  on_unreadable: OneOf(['fail', 'leave_out'] as const),
  /** Which system the ids of the file belong to, so that a later file finds its records again. */
  system: Type.String({ pattern: '^[a-z][a-z0-9_-]{0,39}$' }),
}
export const RecordImportAnswers = strict(answers)
export type RecordImportAnswers = Static<typeof RecordImportAnswers>

export const ColumnGuessShape = strict({
  title: Type.String(),
  samples: Type.Array(Type.String()),
  field: Nullable(Type.String()),
  confidence: Type.Number(),
  reason: Type.String(),
})

const FileFormat = strict({
  kind: OneOf(['table', 'vcard'] as const),
  encoding: Type.String({ examples: ['windows-1252'] }),
  delimiter: Nullable(Type.String()),
})
export type FileFormat = Static<typeof FileFormat>

const counts = Object.fromEntries(rowActions.map((action) => [action, Type.Integer()])) as Record<
  RowAction,
  ReturnType<typeof Type.Integer>
>
export const RecordImport = strict({
  ...rowFields,
  file_name: Type.String(),
  file_bytes: Type.Integer(),
  status: OneOf(recordImportStatuses),
  format: Nullable(FileFormat),
  /** Title, some cells, and the guess with its reason, for each column. */
  columns: Type.Array(ColumnGuessShape),
  answers: Nullable(RecordImportAnswers),
  /** Rows of the file; those worked through by what is going on now. */
  rows: Type.Integer(),
  processed: Type.Integer(),
  /** Of the dry run, or of the run. Together they are all rows. */
  counts: strict(counts),
  /** Companies that rows of contacts, deals or tasks name and that would be, or were, created for them. */
  accounts_created: Type.Integer(),
  /** Words of the file that nobody knows yet, to be said in `values`. */
  unknown_values: Type.Array(strict({ field: Type.String(), text: Type.String(), rows: Type.Integer() })),
  questions: Type.Array(strict({ field: Type.String(), message: Type.String() })),
  failure: Nullable(Type.String()),
  created_by: Nullable(Id),
  finished_at: Nullable(Instant),
  /** Until when it can be taken back. */
  undo_until: Nullable(Instant),
  /** Of an undo: what was left because somebody changed it since. */
  kept: Type.Integer(),
})
export type RecordImport = Static<typeof RecordImport>
export const RecordImportPage = Page(RecordImport)
export const RecordImportQuery = strict(listFields(['-created_at'] as const))
export type RecordImportQuery = Static<typeof RecordImportQuery>
export const RecordImportUpload = strict({ file_name: Name(255) })
export type RecordImportUpload = Static<typeof RecordImportUpload>
export const RecordImportPatch = strict(
  Object.fromEntries(Object.entries(answers).map(([name, shape]) => [name, Type.Optional(shape)])) as {
    [K in keyof typeof answers]: ReturnType<typeof Type.Optional<(typeof answers)[K]>>
  },
)
export type RecordImportPatch = Partial<RecordImportAnswers>

export const RowReason = strict({
  column: Nullable(Type.Integer()),
  field: Type.String(),
  code: Type.String(),
  message: Type.String(),
})
export type RowReason = Static<typeof RowReason>
export const ImportedRow = strict({
  id: Id,
  line: Type.Integer({ description: 'where the row begins in the file, from 1' }),
  cells: Type.Array(Type.String()),
  action: Nullable(OneOf(rowActions)),
  /** Why it fails or is skipped, what it was matched by, what was left out. */
  reasons: Type.Array(RowReason),
  /** The record it is matched with, or became. */
  object_id: Nullable(Id),
  written: Type.Boolean(),
})
export type ImportedRow = Static<typeof ImportedRow>
export const ImportedRowPage = Page(ImportedRow)
export const ImportedRowQuery = strict({
  ...listFields(['line'] as const),
  action: Type.Optional(OneOf(rowActions)),
})
export type ImportedRowQuery = Static<typeof ImportedRowQuery>
/** New texts for cells of one row, by column. */
export const RowFix = strict({
  cells: Type.Unsafe<Record<string, string>>({
    type: 'object',
    patternProperties: { '^\\d{1,3}$': { type: 'string', maxLength: 32_768 } },
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 500,
  }),
})
export type RowFix = Static<typeof RowFix>
