/** The ledger as it is read: every change to every object, who made it and from where. */
import { Id, Instant, Nullable, OneOf, Page, Type, listFields, strict, type Static } from './shapes.ts'

/** `anonymous` is somebody who was not let in. */
export const actorKinds = ['user', 'api_key', 'system', 'anonymous'] as const
export type ActorKind = (typeof actorKinds)[number]
/** Which door the change came through: `ui` is a person in a browser, `api` a program, be it in a person's name. */
export const changeSources = ['ui', 'api', 'import', 'job', 'command'] as const
export type ChangeSource = (typeof changeSources)[number]

const Fields = Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true })

export const Change = strict({
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
})
export type Change = Static<typeof Change>
/** How far the chain of hashes reaches. `npm run audit:verify` proves it. */
export const LedgerStatus = strict({
  sealed: Type.Integer({ description: 'changes in the chain' }),
  sealed_at: Nullable(Instant),
  head: Nullable(Type.String({ description: 'the last hash, hexadecimal' })),
  waiting: Type.Integer({ description: 'changes not sealed yet, counted up to 100,000' }),
})
export type LedgerStatus = Static<typeof LedgerStatus>

export const ChangePage = Page(Change)
export const ChangeQuery = strict({
  ...listFields(['-occurred_at', 'occurred_at'] as const),
  object_type: Type.Optional(Type.String({ maxLength: 50 })),
  object_id: Type.Optional(Id),
  actor_id: Type.Optional(Id),
  action: Type.Optional(Type.String({ maxLength: 100 })),
})
export type ChangeQuery = Static<typeof ChangeQuery>
