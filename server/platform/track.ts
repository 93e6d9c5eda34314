/**
 * The ledger. Every verb records what it changed, in its own transaction; audit, activity, alerts, webhooks and sync read
 * it from there. Evidence (titles, URLs) and secrets never enter it.
 */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Actor } from './actor.ts'
import { arrayOf, jsonArrayOf, sql, type Database } from './database.ts'

type Fields = Record<string, unknown>
export type Recorded = { id: string; before?: Fields | null; after?: Fields | null }
/** `object.done`, as in 'deal.closed'. */
type Action = `${string}.${string}`
export type DeedRow = Recorded & { action: Action }

/** Records one change. */
export const track = (tx: Database, actor: Actor, action: Action, id: string, change: Omit<Recorded, 'id'> = {}) =>
  trackAll(tx, actor, action, [{ id, ...change }])

/** Records the same action on many objects as one deed. */
export const trackAll = (tx: Database, actor: Actor, action: Action, changes: Recorded[]) =>
  trackDeed(
    tx,
    actor,
    changes.map((change) => ({ action, ...change })),
  )

/**
 * Records one deed that did different things to several objects, in one statement: 1,000 rows cost about 5 ms. The first row
 * leads: it is the line by which the deed is listed. What an actor does as part of a larger deed is led by that deed's first
 * row. Gives the deed's id; it is made here unless what follows has to know it beforehand.
 */
export async function trackDeed(
  tx: Database,
  actor: Actor,
  changes: DeedRow[],
  deed_id: string = actor.deed_id ?? randomUUID(),
): Promise<string> {
  if (changes.length === 0) return deed_id
  await sql`
    insert into changes (deed_id, action, object_type, object_id, before, after, actor_kind, actor_id, source, ip, request_id, leads)
    select ${deed_id}, action, split_part(action, '.', 1), id, nullif(before, 'null'), nullif(after, 'null'),
           ${actor.kind}, ${actor.id}, ${actor.source}, ${actor.ip}::inet, ${actor.request_id},
           place = 1 and ${actor.deed_id === undefined}
    from rows from (
      unnest(${arrayOf(changes.map(({ action }) => action))}::text[]),
      unnest(${arrayOf(changes.map(({ id }) => id))}::uuid[]),
      jsonb_array_elements(${jsonArrayOf(changes.map(({ before }) => before))}::jsonb),
      jsonb_array_elements(${jsonArrayOf(changes.map(({ after }) => after))}::jsonb)
    ) with ordinality as c (action, id, before, after, place)
  `.execute(tx)
  return deed_id
}

/** The fields of a row that differ, as before and after: what the ledger keeps of an update. jsonb keeps no order of keys. */
export function difference<T extends object>(before: T, after: Partial<T>): { before: Fields; after: Fields } {
  const changed = Object.keys(after).filter((key) => !isDeepStrictEqual(before[key as keyof T], after[key as keyof T]))
  const pick = (row: object) => Object.fromEntries(changed.map((key) => [key, (row as Fields)[key] ?? null]))
  return { before: pick(before), after: pick(after) }
}
