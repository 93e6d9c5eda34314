/** Time from a file: what it is, what is asked before it can be read, what would happen, and what did. */
import {
  Id,
  IanaZone,
  Instant,
  Name,
  Nullable,
  OneOf,
  Page,
  Type,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'
import { resultStatuses } from './time.ts'

export const importKinds = ['activitywatch', 'csv'] as const
/** checking: the dry run is at work · checked: it says what would happen · running · done · failed: `failure` says why · undoing · undone. */
export const importStatuses = ['checking', 'checked', 'running', 'done', 'failed', 'undoing', 'undone'] as const
export const dateOrders = ['ymd', 'dmy', 'mdy'] as const

/** Whose time a name in the file is: a person in Daybook, `create` for a new one without sign-in, `skip`. */
const PersonChoice = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: { type: 'string', pattern: '^(create|skip|[0-9a-f-]{36})$' },
  maxProperties: 1_000,
})

const answers = {
  zone: IanaZone,
  date_order: OneOf(dateOrders),
  /** For files that name nobody. */
  user_id: Id,
  people: PersonChoice,
}
/** What a person says about the file; each has a sensible value before anybody is asked. */
export const ImportAnswers = strict({
  zone: Nullable(IanaZone),
  date_order: Nullable(OneOf(dateOrders)),
  user_id: Nullable(Id),
  people: PersonChoice,
})
export type ImportAnswers = Static<typeof ImportAnswers>

const counts = Object.fromEntries([...resultStatuses, 'skipped'].map((name) => [name, Type.Integer()])) as Record<
  (typeof resultStatuses)[number] | 'skipped',
  ReturnType<typeof Type.Integer>
>

/** Of a dry run: what would happen. Of a run: what happened. Seconds are those of the entries in the file. */
export const ImportReport = strict({
  entries: Type.Integer(),
  seconds: Type.Integer(),
  placed: Type.Integer(),
  waiting: Type.Integer(),
  counts: strict(counts),
  people: Type.Array(
    strict({
      ref: Type.String(),
      user_id: Nullable(Id),
      name: Nullable(Type.String()),
      new: Type.Boolean(),
      entries: Type.Integer(),
      seconds: Type.Integer(),
    }),
  ),
  questions: Type.Array(strict({ field: Type.String(), message: Type.String() })),
  notes: Type.Array(Type.String()),
  problems: Type.Array(strict({ line: Nullable(Type.Integer()), code: Type.String(), message: Type.String() })),
})
export type ImportReport = Static<typeof ImportReport>

export const Import = strict({
  ...rowFields,
  kind: OneOf(importKinds),
  file_name: Type.String(),
  file_bytes: Type.Integer(),
  status: OneOf(importStatuses),
  answers: ImportAnswers,
  report: Nullable(ImportReport),
  processed: Type.Integer({ description: 'entries worked through so far' }),
  kept: Type.Integer({ description: 'entries that stayed when it was taken back, because somebody changed them' }),
  failure: Nullable(Type.String()),
  created_by: Nullable(Id),
  finished_at: Nullable(Instant),
  undo_until: Nullable(Instant),
})
export type Import = Static<typeof Import>
export const ImportPage = Page(Import)
export const ImportQuery = strict(listFields(['created_at']))
export type ImportQuery = Static<typeof ImportQuery>

export const ImportUpload = strict({
  file_name: Name(255),
  zone: Type.Optional(IanaZone),
  user_id: Type.Optional(Id),
})
export type ImportUpload = Static<typeof ImportUpload>
export const ImportPatch = strict({
  zone: Type.Optional(answers.zone),
  date_order: Type.Optional(answers.date_order),
  user_id: Type.Optional(answers.user_id),
  people: Type.Optional(answers.people),
})
export type ImportPatch = Static<typeof ImportPatch>
