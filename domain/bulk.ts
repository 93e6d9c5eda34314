/** One deed on many records of a kind: the same change, into the bin, or out of it. */
import { Id, Nullable, OneOf, Type, strict, type Static, type TSchema } from './shapes.ts'

export const mostAtOnce = 500

/** Exactly one of `change`, `delete` and `restore`. With `dry_run` nothing is written and the answer is the same. */
export const BulkOrder = <C extends TSchema>(change: C) =>
  strict({
    ids: Type.Array(Id, { minItems: 1, maxItems: mostAtOnce, uniqueItems: true }),
    change: Type.Optional(change),
    delete: Type.Optional(Type.Literal(true)),
    restore: Type.Optional(Type.Literal(true)),
    dry_run: Type.Optional(Type.Boolean()),
  })

const BulkResult = strict({
  id: Id,
  status: OneOf(['changed', 'unchanged', 'deleted', 'restored', 'skipped', 'failed'] as const),
  code: Nullable(Type.String({ description: 'why it was skipped or failed: not_found, deleted, merged, invalid' })),
  message: Nullable(Type.String()),
})
export type BulkResult = Static<typeof BulkResult>

/** One result for each id, in their order. The deed is what a revert takes back; null where nothing was written. */
export const BulkAnswer = strict({ results: Type.Array(BulkResult), deed_id: Nullable(Id) })
export type BulkAnswer = Static<typeof BulkAnswer>
