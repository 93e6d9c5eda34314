/** Two records become one: which field comes from which, what is united, and what a merge answers. */
import { Instant, Id, Nullable, OneOf, Page, Type, listFields, strict, type Static } from './shapes.ts'
import { mergeables, type Mergeable } from './duplicates.ts'

/** `this`: the record of the address, which lives on · `other`: the one that goes. */
const Side = OneOf(['this', 'other'] as const)
type Side = Static<typeof Side>

/** What is taken from one of the two. Tags are united, and free fields key by key. */
export const mergedFields = {
  account: ['name', 'industry', 'address', 'phone', 'website', 'primary_contact_id', 'owner_id'],
  contact: ['account_id', 'first_name', 'last_name', 'email', 'phone', 'job_title', 'owner_id'],
} as const satisfies Record<Mergeable, readonly string[]>

const Take = <const F extends readonly string[]>(fields: F) =>
  strict({
    ...(Object.fromEntries(fields.map((field) => [field, Type.Optional(Side)])) as {
      [K in F[number]]: Type.TOptional<typeof Side>
    }),
    metadata: Type.Optional(
      Type.Unsafe<Record<string, Side>>({
        type: 'object',
        maxProperties: 200,
        additionalProperties: Side,
        description: 'free fields by their keys',
      }),
    ),
  })

const Order = <const F extends readonly string[]>(fields: F) =>
  strict({
    other_id: Id,
    other_version: Type.Integer({ minimum: 1, description: 'the version of the other the choices were made on' }),
    take: Type.Optional(Take(fields)),
    dry_run: Type.Optional(Type.Boolean({ description: 'true: says what would be, and writes nothing' })),
  })
export const AccountMerge = Order(mergedFields.account)
export const ContactMerge = Order(mergedFields.contact)
export type MergeOrder = {
  other_id: string
  other_version: number
  take?: { metadata?: Record<string, Side>; [field: string]: Side | Record<string, Side> | undefined }
  dry_run?: boolean
}

/** How many of each hang on another record than before. `accounts`: those it was the primary contact of. */
const Carried = strict({
  contacts: Type.Integer(),
  deals: Type.Integer(),
  tasks: Type.Integer(),
  time_entries: Type.Integer(),
  notes: Type.Integer(),
  mapping_rules: Type.Integer(),
  views: Type.Integer(),
  accounts: Type.Integer(),
})
export type Carried = Static<typeof Carried>
export type CarriedKind = keyof Carried
export const carriedNothing: Carried = {
  contacts: 0,
  deals: 0,
  tasks: 0,
  time_entries: 0,
  notes: 0,
  mapping_rules: 0,
  views: 0,
  accounts: 0,
}

/** `id` is null in a dry run. `fields`: what the survivor is or will be. */
export const Merge = strict({
  id: Nullable(Id),
  object: OneOf(mergeables),
  survivor_id: Id,
  other_id: Id,
  fields: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  carried: Carried,
  undone_at: Nullable(Instant),
})
export type Merge = Static<typeof Merge>

/** A merge as one looks back on it. `undo_hindered_by`: why it cannot be taken back now; null where it can. */
export const PastMerge = strict({
  id: Id,
  object: OneOf(mergeables),
  survivor_id: Id,
  survivor_name: Type.String(),
  other_id: Id,
  other_name: Type.String(),
  carried: Carried,
  merged_by_name: Nullable(Type.String()),
  created_at: Instant,
  undone_at: Nullable(Instant),
  undo_hindered_by: Nullable(OneOf(['undone', 'merged', 'deleted'] as const)),
})
export type PastMerge = Static<typeof PastMerge>
export const PastMergePage = Page(PastMerge)
export const PastMergeQuery = strict({ object: Type.Optional(OneOf(mergeables)), ...listFields(['created_at']) })
export type PastMergeQuery = Static<typeof PastMergeQuery>

/** What could not be put back, because it was changed since: a field of the survivor, or rows of a kind. */
const Kept = strict({ what: Type.String(), count: Type.Integer(), reason: Type.String() })
export type Kept = Static<typeof Kept>
export const MergeUndone = strict({
  id: Id,
  object: OneOf(mergeables),
  survivor_id: Id,
  other_id: Id,
  put_back: Carried,
  kept: Type.Array(Kept),
})
export type MergeUndone = Static<typeof MergeUndone>

type Values = Record<string, unknown>
type Mixed = Values & { tags: string[]; metadata: Values }

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

/** What the survivor will be. What nobody chose stays, and what is empty is filled from the other. */
export function mix(object: Mergeable, mine: Mixed, theirs: Mixed, take: NonNullable<MergeOrder['take']>): Mixed {
  const choose = (side: unknown, own: unknown, other: unknown) =>
    side === 'other' || (side === undefined && isEmpty(own)) ? other : own
  const keys = [...new Set([...Object.keys(mine.metadata), ...Object.keys(theirs.metadata)])]
  return {
    ...Object.fromEntries(
      mergedFields[object].map((field) => [field, choose(take[field], mine[field], theirs[field])]),
    ),
    tags: [...new Set([...mine.tags, ...theirs.tags])],
    metadata: Object.fromEntries(
      keys.flatMap((key) => {
        const value = choose(take.metadata?.[key], mine.metadata[key], theirs.metadata[key])
        return value === undefined ? [] : [[key, value]]
      }),
    ),
  }
}
