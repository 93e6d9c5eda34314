/** The ledger as it is read: every change to every object, who made it and from where. */
import { csvFields } from './csv-fields.ts'
import {
  CalendarDate,
  Id,
  Instant,
  Name,
  Nullable,
  OneOf,
  Page,
  Type,
  listFields,
  strict,
  type Static,
} from './shapes.ts'

/** `anonymous` is somebody who was not let in. */
export const actorKinds = ['user', 'api_key', 'system', 'anonymous'] as const
export type ActorKind = (typeof actorKinds)[number]
/** Which door the change came through: `ui` is a person in a browser, `api` a program, be it in a person's name. */
export const changeSources = ['ui', 'api', 'import', 'job', 'command'] as const
export type ChangeSource = (typeof changeSources)[number]

const Fields = Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true })

const changeFields = {
  id: Id,
  deed_id: Id,
  action: Type.String({ examples: ['deal.closed'] }),
  object_type: Type.String(),
  object_id: Id,
  before: Fields,
  after: Fields,
  actor_kind: OneOf(actorKinds),
  actor_id: Nullable(Id),
  actor_name: Nullable(Type.String()),
  source: OneOf(changeSources),
  ip: Nullable(Type.String()),
  request_id: Nullable(Type.String()),
  occurred_at: Instant,
  /** When its payload was erased; that it happened stays. */
  erased_at: Nullable(Instant),
}
export const Change = strict(changeFields)
export type Change = Static<typeof Change>

/** What was done at once: its first row, or that of the object asked for, and how many rows there are. */
export const Deed = strict({
  ...changeFields,
  changes: Type.Integer({ description: 'rows of the deed' }),
  led_by: Type.String({ description: 'the action of its first row, by which it is listed' }),
  reverted_at: Nullable(Instant),
  revertible: Type.Boolean({ description: 'whether it can be taken back now, record by record' }),
})
export type Deed = Static<typeof Deed>

/** What the ids in a page are called, as far as the reader may know. */
const names = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'names of ids in the rows',
})
export const ChangePage = strict({ ...Page(Change).properties, names })
export const DeedPage = strict({ ...Page(Deed).properties, names })

const filters = {
  object_type: Type.Optional(Type.String({ maxLength: 50 })),
  object_id: Type.Optional(Id),
  actor_id: Type.Optional(Id),
  /** What a person did, and what was done to them: looks at their titles too. */
  person_id: Type.Optional(Id),
  action: Type.Optional(Type.String({ maxLength: 100 })),
  source: Type.Optional(OneOf(changeSources)),
  ip: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F.:]{2,45}$' })),
  request_id: Type.Optional(Type.String({ maxLength: 100 })),
  /** Days of the reader's zone, both included. */
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
  /** Words of what was written, from their beginning, or the name of the record. */
  q: Type.Optional(Name()),
}
const sorts = ['-occurred_at', 'occurred_at'] as const
export const ChangeQuery = strict({ ...listFields(sorts), ...filters, deed_id: Type.Optional(Id) })
export type ChangeQuery = Static<typeof ChangeQuery>
export const DeedQuery = strict({ ...listFields(sorts), ...filters })
export type DeedQuery = Static<typeof DeedQuery>
export const ChangeExportQuery = strict({ ...filters, deed_id: Type.Optional(Id), ...csvFields })
export type ChangeExportQuery = Static<typeof ChangeExportQuery>

export const ByDeed = strict({ deed_id: Id })
export const RevertInput = strict({ dry_run: Type.Boolean({ description: 'only say what would happen' }) })
/** What was put back, and what was not and why. */
export const Reverted = strict({
  dry_run: Type.Boolean(),
  /** The deed that the revert is; null where nothing was done. */
  deed_id: Nullable(Id),
  reverted: Type.Integer(),
  results: Type.Array(
    strict({
      object_id: Id,
      object_type: Type.String(),
      status: OneOf(['reverted', 'skipped'] as const),
      reason: Nullable(Type.String()),
    }),
  ),
  names,
})
export type Reverted = Static<typeof Reverted>

export const ErasureInput = strict({
  /** Either a person, with their recorded time, or one record. */
  person_id: Type.Optional(Id),
  object_id: Type.Optional(Id),
  reason: Type.String({ minLength: 10, maxLength: 1_000 }),
  dry_run: Type.Boolean({ description: 'only count' }),
})
export type ErasureInput = Static<typeof ErasureInput>
export const Erasure = strict({
  dry_run: Type.Boolean(),
  payloads: Type.Integer({ description: 'that are, or would be, erased' }),
})
export type Erasure = Static<typeof Erasure>

export const ActionList = strict({ data: Type.Array(Type.String({ examples: ['deal.closed'] })) })

/** The first row that is not as it was sealed; without a position it stands outside the chain. */
const Fault = strict({ position: Nullable(Type.Integer()), change_id: Nullable(Id), what: Type.String() })
export const Verification = strict({
  id: Id,
  status: OneOf(['running', 'done', 'failed'] as const),
  checked: Type.Integer({ description: 'changes walked so far' }),
  total: Type.Integer({ description: 'changes in the chain when it began' }),
  checkpoints: Type.Integer(),
  head: Nullable(Type.String({ description: 'the last hash, hexadecimal' })),
  fault: Nullable(Fault),
  started_by: Nullable(Id),
  created_at: Instant,
  finished_at: Nullable(Instant),
})
export type Verification = Static<typeof Verification>

/** How far the chain of hashes reaches. Verify, or `npm run audit:verify`, proves it. */
export const LedgerStatus = strict({
  sealed: Type.Integer({ description: 'changes in the chain' }),
  sealed_at: Nullable(Instant),
  head: Nullable(Type.String({ description: 'the last hash, hexadecimal' })),
  waiting: Type.Integer({ description: 'changes not sealed yet, counted up to 100,000' }),
  verification: Nullable(Verification),
})
export type LedgerStatus = Static<typeof LedgerStatus>
