/** The table of pairs that may be one, and what is still to be judged (migration 0046). */
import type { DuplicateQuery, Mergeable, PairScan } from '#domain/duplicates.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, jsonArrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { mostAlike, seen, tableOf } from './queries.ts'

export type PairOfIds = { one_id: string; other_id: string }
export type ScoredPair = PairOfIds & { score: number }
export type Scan = { object: Mergeable; judge: number; behind_id: string | null; finished_at: string | null }

export type KeptPair = PairOfIds & { id: string }

/** Pairs of which the actor may see both, but for those somebody told apart. */
export const listPairs = (db: Database, actor: Actor, query: DuplicateQuery) =>
  page(
    query,
    { score: { by: sql`p.score`, type: 'integer' } },
    '-score',
    sql`p.id`,
    async ({ sort_key, ...window }) => {
      const { rows } = await sql<KeptPair & { sort_key: string }>`
      select p.id, p.one_id, p.other_id, ${sort_key} as sort_key
      from duplicate_pairs p
      join ${tableOf(query.object)} x on x.id = p.one_id
      join ${tableOf(query.object)} y on y.id = p.other_id
      where ${all(
        window.after,
        sql`p.object = ${query.object}`,
        seen(actor, sql`x`),
        seen(actor, sql`y`),
        sql`not exists (select from duplicate_dismissals d where d.one_id = p.one_id and d.other_id = p.other_id)`,
      )}
      ${window.order} ${window.limit}
    `.execute(db)
      return rows
    },
  )

export async function getScan(db: Database, object: Mergeable): Promise<PairScan> {
  const { rows } = await sql<PairScan>`
    select object, finished_at,
           case when finished_at is not null then 1
                when total = 0 then 0
                else least(0.99, round(checked / total::numeric, 2)) end::float as progress
    from duplicate_scans
    where object = ${object}
  `.execute(db)
  return rows[0]!
}

/** The scan of one kind, for this transaction alone; undefined while another is at it. A lock that writes nothing: it is asked for every few seconds. */
export async function claimScan(tx: Database, object: Mergeable): Promise<Scan | undefined> {
  const { rows } = await sql<Scan>`
    select object, judge, behind_id, finished_at from duplicate_scans
    where object = ${object} and pg_try_advisory_xact_lock(hashtext('duplicate_scans'), hashtext(object))
  `.execute(tx)
  return rows[0]
}

/** Everything is to be looked through, from the beginning. */
export const beginScan = (tx: Database, object: Mergeable, judge: number) =>
  sql`
    update duplicate_scans
    set judge = ${judge}, behind_id = null, checked = 0, finished_at = null,
        total = (select count(*) from ${tableOf(object)} where deleted_at is null)
    where object = ${object}
  `.execute(tx)

export const setScanned = (tx: Database, object: Mergeable, behind_id: string, count: number) =>
  sql`update duplicate_scans set behind_id = ${behind_id}, checked = checked + ${count} where object = ${object}`.execute(
    tx,
  )
export const finishScan = (tx: Database, object: Mergeable) =>
  sql`update duplicate_scans set finished_at = now() where object = ${object}`.execute(tx)

/** Up to `most` records that changed; they wait no more. */
export async function takeChanged(tx: Database, object: Mergeable, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from duplicate_changes
    where ctid = any (array(select ctid from duplicate_changes where object = ${object} limit ${most}))
    returning id
  `.execute(tx)
  return [...new Set(rows.map(({ id }) => id))]
}

export async function idsBehind(
  tx: Database,
  object: Mergeable,
  behind: string | null,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${tableOf(object)}
    where deleted_at is null and id > coalesce(${behind}::uuid, '00000000-0000-0000-0000-000000000000')
    order by id limit ${most}
  `.execute(tx)
  return rows.map(({ id }) => id)
}

/**
 * What a pair must share to be worth comparing: one strong key, or two weak ones together (domain/duplicates.ts judges). A name
 * alone is shared by thousands, so it is never asked for alone.
 */
const telling: Record<Mergeable, RawBuilder<unknown>> = {
  account: sql`select array[key] as keys from unnest(r.duplicate_keys) as key where left(key, 1) in ('n', 'd')`,
  contact: sql`
    select array[key] as keys from unnest(r.duplicate_keys) as key where left(key, 1) in ('e', 'a', 'm')
    union all
    select array_agg(key) from unnest(r.duplicate_keys) as key where left(key, 1) in ('n', 'p') having count(*) = 2
  `,
}

/** Each of these records with those that share what tells them. Keys of several are looked up once. */
export async function pairsOf(tx: Database, object: Mergeable, ids: string[]): Promise<PairOfIds[]> {
  // the planner takes the first 50 of a million for quickly found and would read the table for every key
  await sql`set local enable_seqscan = off`.execute(tx)
  const { rows } = await sql<PairOfIds>`
    with asked as materialized (
      select distinct k.keys
      from ${tableOf(object)} r cross join lateral (${telling[object]}) k
      where r.id = any (${ids}) and r.deleted_at is null
    ),
    shared as (
      select a.keys, array_agg(x.id) as ids
      from asked a
      cross join lateral (
        select t.id from ${tableOf(object)} t
        where t.deleted_at is null and t.duplicate_keys @> a.keys
        limit ${mostAlike + 1}
      ) x
      group by a.keys
      having count(*) between 2 and ${mostAlike}
    )
    select distinct x.id as one_id, y.id as other_id
    from shared s, unnest(s.ids) as x (id), unnest(s.ids) as y (id)
    where x.id < y.id and (x.id = any (${ids}) or y.id = any (${ids}))
  `.execute(tx)
  return rows
}

/** These are all the pairs these records are in: others are forgotten, and what is known already is not written again. */
export const keepPairs = (tx: Database, object: Mergeable, ids: string[], pairs: ScoredPair[]) =>
  sql`
    with fresh as materialized (
      select one_id, other_id, score
      from jsonb_to_recordset(${jsonArrayOf(pairs)}::jsonb) as f (one_id uuid, other_id uuid, score integer)
    ), gone as (
      delete from duplicate_pairs p
      where p.ctid = any (array(
          select ctid from duplicate_pairs where one_id = any (${ids})
          union
          select ctid from duplicate_pairs where other_id = any (${ids})
        ))
        and not exists (select from fresh f where f.one_id = p.one_id and f.other_id = p.other_id)
    )
    insert into duplicate_pairs as p (object, one_id, other_id, score)
    select ${object}, one_id, other_id, score from fresh
    on conflict (one_id, other_id) do update set score = excluded.score where p.score <> excluded.score
  `.execute(tx)
