/** One deed on many records of a kind: the same change, into the bin, or out of it. */
import { Id, Nullable, OneOf, Type, strict, type Static, type TSchema } from './shapes.ts'

export const mostAtOnce = 500
/** What fits a filter is named up to here; beyond it the answer says that there is more. */
export const mostMatching = 50_000

/** Exactly one of `change`, `delete` and `restore`. With `dry_run` nothing is written and the answer is the same. */
export const BulkOrder = <C extends TSchema>(change: C) =>
  strict({
    ids: Type.Array(Id, { minItems: 1, maxItems: mostAtOnce, uniqueItems: true }),
    versions: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1 }), {
        maxItems: mostAtOnce,
        description: 'the version of each of `ids` that was looked at: what is newer is skipped, and says so',
      }),
    ),
    change: Type.Optional(change),
    delete: Type.Optional(Type.Literal(true)),
    restore: Type.Optional(Type.Literal(true)),
    dry_run: Type.Optional(Type.Boolean()),
  })

const BulkResult = strict({
  id: Id,
  status: OneOf(['changed', 'unchanged', 'deleted', 'restored', 'split', 'merged', 'skipped', 'failed'] as const),
  code: Nullable(
    Type.String({
      description:
        'why it was skipped or failed: not_found, deleted, merged, deal_closed, changed_since, quarantined, overlaps, invalid',
    }),
  ),
  message: Nullable(Type.String()),
  version: Nullable(Type.Integer({ description: 'the one it has now; null where there is nothing to see' })),
  before: Nullable(
    Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description:
        'of what was changed: as a change that takes it back would say it; of what was split or merged: what puts it back',
    }),
  ),
})
export type BulkResult = Static<typeof BulkResult>

/** One result for each id, in their order. The deed is what a revert takes back; null where nothing was written. */
export const BulkAnswer = strict({ results: Type.Array(BulkResult), deed_id: Nullable(Id) })
export type BulkAnswer = Static<typeof BulkAnswer>

/** Every record that fits the filters of a list, by its id: what can be said of all of them without reading each. */
export const Matching = strict({
  data: Type.Array(strict({ id: Id, name: Type.String(), version: Type.Integer({ minimum: 1 }) })),
  has_more: Type.Boolean({ description: `there are more than ${mostMatching}; these are the oldest of them` }),
})
export type Matching = Static<typeof Matching>
