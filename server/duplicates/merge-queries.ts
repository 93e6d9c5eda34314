/** Merges as they are kept, so that they can be taken back. */
import type { Mergeable } from '#domain/duplicates.ts'
import {
  carriedNothing,
  type Carried,
  type CarriedKind,
  type Merge,
  type PastMerge,
  type PastMergeQuery,
} from '#domain/merging.ts'
import { maySeeValues, withoutMoneyIn } from '#server/fields/worth.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, containing, jsonArrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { relations } from './relations.ts'

export type CarriedRow = { kind: CarriedKind; id: string; before: string | null }
export type KeptMerge = {
  id: string
  object: Mergeable
  survivor_id: string
  other_id: string
  before: Record<string, unknown>
  after: Record<string, unknown>
  undone_at: string | null
}

/** What a merge would carry, without carrying it. */
export async function countCarried(
  db: Database,
  object: Mergeable,
  other_id: string,
  fields: Record<string, unknown>,
): Promise<Carried> {
  const counts = relations[object].map(
    ({ kind, table, column, along }) => sql`
      select ${kind} as kind, count(*) as count from ${sql.table(table)} t
      where ${all(sql`t.${sql.ref(column)} = ${other_id}`, along?.(fields))}
    `,
  )
  const { rows } = await sql<{ kind: CarriedKind; count: number }>`
    ${sql.join(counts, sql` union all `)}
    union all
    select 'views', count(*) from saved_views v where v.address like ${containing(other_id)}
  `.execute(db)
  return { ...carriedNothing, ...Object.fromEntries(rows.map(({ kind, count }) => [kind, count])) }
}

type NewMerge = Omit<KeptMerge, 'id' | 'undone_at'> & { carried: Carried; merged_by: string | null }
export async function insertMerge(tx: Database, merge: NewMerge, rows: CarriedRow[]): Promise<string> {
  const { id } = await tx.insertInto('merges').values(merge).returning('id').executeTakeFirstOrThrow()
  await sql`
    insert into merge_rows (merge_id, kind, row_id, before)
    select ${id}::uuid, r.kind, r.id, r.before
    from jsonb_to_recordset(${jsonArrayOf(rows)}::jsonb) as r (kind text, id uuid, before text)
  `.execute(tx)
  return id
}

/** Of the record `s` that survived a merge: the merge is seen by whoever sees that one with the right to merge. */
const seen = (actor: Actor, owner: RawBuilder<unknown>) =>
  all(inScope(actor, 'records:merge', owner), inScope(actor, 'accounts:read', owner))

const personName = (alias: string) => sql.raw(`coalesce(${alias}.first_name || ' ', '') || ${alias}.last_name`)

/** The latest first. A merge of a merge waits for the later one to be taken back. */
export function listMerges(db: Database, actor: Actor, query: PastMergeQuery) {
  const sorts = { created_at: { by: sql`m.created_at`, type: 'timestamptz' } } as const
  return page(query, sorts, '-created_at', sql`m.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<PastMerge & { sort_key: string }>`
      select m.id, m.object, m.survivor_id, coalesce(a.name, ${personName('c')}) as survivor_name,
             m.other_id, coalesce(oa.name, ${personName('oc')}) as other_name,
             m.carried, u.name as merged_by_name, m.created_at, m.undone_at,
             case
               when m.undone_at is not null then 'undone'
               when coalesce(a.merged_into_id, c.merged_into_id) is not null then 'merged'
               when coalesce(a.deleted_at, c.deleted_at) is not null then 'deleted'
             end as undo_hindered_by,
             ${sort_key} as sort_key
      from merges m
      left join accounts a on a.id = m.survivor_id
      left join contacts c on c.id = m.survivor_id
      left join accounts oa on oa.id = m.other_id
      left join contacts oc on oc.id = m.other_id
      left join users u on u.id = m.merged_by
      where ${all(
        after,
        sql`coalesce(a.id, c.id) is not null and coalesce(oa.id, oc.id) is not null`,
        query.object !== undefined && sql`m.object = ${query.object}`,
        seen(actor, sql`coalesce(a.owner_id, c.owner_id)`),
      )}
      ${order} ${limit}
    `.execute(db)
    return rows
  })
}

/** The last merge of these two that was not taken back. */
export async function mergeOf(tx: Database, survivor_id: string, other_id: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from merges where survivor_id = ${survivor_id} and other_id = ${other_id} and undone_at is null
    order by id desc limit 1
  `.execute(tx)
  return rows[0]?.id
}

export async function getMerge(db: Database, actor: Actor, id: string): Promise<Merge | undefined> {
  const { rows } = await sql<Merge>`
    select m.id, m.object, m.survivor_id, m.other_id, ${maySeeValues(actor) ? sql`m.after` : withoutMoneyIn(sql`m.after`, sql`m.object`)} as fields, m.carried, m.undone_at
    from merges m
    left join accounts a on a.id = m.survivor_id
    left join contacts c on c.id = m.survivor_id
    where m.id = ${id} and coalesce(a.id, c.id) is not null
      and ${seen(actor, sql`coalesce(a.owner_id, c.owner_id)`)}
  `.execute(db)
  return rows[0]
}

/** Held until the deed ends, so that it is taken back once. */
export async function lockMerge(tx: Database, id: string): Promise<KeptMerge | undefined> {
  const { rows } = await sql<KeptMerge>`
    select id, object, survivor_id, other_id, before, after, undone_at from merges where id = ${id} for update
  `.execute(tx)
  return rows[0]
}

export async function rowsCarried(tx: Database, id: string): Promise<CarriedRow[]> {
  const { rows } = await sql<CarriedRow>`
    select kind, row_id as id, before from merge_rows where merge_id = ${id}
  `.execute(tx)
  return rows
}

export const setUndone = (tx: Database, id: string) =>
  sql`update merges set undone_at = now(), version = version + 1, updated_at = now() where id = ${id}`.execute(tx)
