import type { BulkAnswer } from '#domain/bulk.ts'
import type { FieldObject } from '#domain/custom-fields.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { seenValues } from './worth.ts'

type Values = Record<string, unknown>

/** What a change of free fields replaced, as far as this actor may see it: who may write money may not therefore read it. */
export async function tellBefore(
  tx: Database,
  actor: Actor,
  object: FieldObject,
  change: { metadata?: Values } | undefined,
  answer: BulkAnswer,
): Promise<BulkAnswer> {
  if (!change?.metadata) return answer
  const seen = Object.keys(await seenValues(tx, actor, object, change.metadata))
  const visible = (metadata: Values) => Object.fromEntries(seen.map((key) => [key, metadata[key]]))
  return {
    ...answer,
    results: answer.results.map((result) =>
      result.before === null
        ? result
        : { ...result, before: { ...result.before, metadata: visible(result.before['metadata'] as Values) } },
    ),
  }
}
