import type { Change, ChangeQuery, Deed, DeedQuery, LedgerStatus } from '#domain/audit.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { narrowed, said, shown, type Filter } from './filter.ts'
import { recordsNamed } from './name-queries.ts'

const columns = (actor: Actor) => sql`
  c.id, c.deed_id, c.action, c.object_type, c.object_id, ${shown(actor, 'before')} as before, ${shown(actor, 'after')} as after,
  c.actor_kind, c.actor_id,
  case c.actor_kind when 'user' then u.name when 'api_key' then k.name when 'system' then 'Daybook' end as actor_name,
  c.source, host(c.ip) as ip, c.request_id, c.occurred_at, c.erased_at
`
const joins = sql`
  left join users u on c.actor_kind = 'user' and u.id = c.actor_id
  left join api_keys k on c.actor_kind = 'api_key' and k.id = c.actor_id
`
const byTime = { occurred_at: { by: sql`c.id`, type: 'uuid' } } as const

/** Row by row: what was done to one object, or in one deed. */
export async function listChanges(db: Database, actor: Actor, query: ChangeQuery) {
  const filter = await lookedUp(db, actor, query)
  return page(query, byTime, '-occurred_at', sql`c.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<Change & { sort_key: string }>`
      select ${columns(actor)}, ${sort_key} as sort_key
      from changes c ${joins}
      where ${all(
        after,
        narrowed(actor, filter),
        filter.q !== undefined && sql`c.id in (${said(actor, { ...filter, common: false }, 'id')})`,
      )}
      ${order} ${limit}
    `.execute(db)
    return rows
  })
}

/**
 * One line a deed. A deed is found by its first row, which the partial indexes hold; by any of its rows where one object or
 * words are looked for. 1,100,000 rows: 1 to 80 ms a page by any filter, on two busy cores.
 */
export async function listDeeds(db: Database, actor: Actor, query: DeedQuery) {
  const filter = await lookedUp(db, actor, query)
  return page(query, byTime, '-occurred_at', sql`c.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<Omit<Deed, 'revertible'> & { sort_key: string }>`
      select ${columns(actor)}, ${sort_key} as sort_key,
             case when c.leads then c.action else (
               select f.action from changes f where f.deed_id = c.deed_id order by f.id limit 1
             ) end as led_by,
             (select count(*) from changes n where n.deed_id = c.deed_id) as changes,
             (select max(r.occurred_at) from changes r where r.object_id = c.deed_id and r.action = 'deed.reverted') as reverted_at
      from changes c ${joins}
      where ${all(after, narrowed(actor, filter), standsFor(filter), filter.q !== undefined && tells(actor, filter))}
      ${order} ${limit}
    `.execute(db)
    return rows
  })
}

/**
 * Which lines say the words. Of rare ones the deeds are looked up one by one: joined, the planner reads a million rows
 * instead of fifty. A common one is soon met by walking the list itself; looking up 100,000 deeds takes 10 s.
 */
function tells(actor: Actor, filter: Filter) {
  if (isOfOne(filter)) return sql`c.id in (${said(actor, { ...filter, common: false }, 'id')})`
  const deeds = said(actor, filter, 'deed_id')
  if (filter.common) return sql`(select true from (${deeds}) s where s.deed_id = c.deed_id limit 1)`
  return sql`c.id in (
    select l.id from (select distinct deed_id from (${deeds}) s) d
    cross join lateral (select f.id from changes f where f.deed_id = d.deed_id order by f.id limit 1) l
  )`
}

/** Of one record or person the rows themselves are listed: what a batch did to the others is a click away. */
const isOfOne = ({ object_id, person_id }: Filter) => object_id !== undefined || person_id !== undefined

function standsFor({ object_id, person_id }: Filter) {
  if (object_id !== undefined) return null
  return person_id === undefined ? sql`c.leads` : sql`(c.leads or c.object_id = ${person_id})`
}

async function lookedUp(db: Database, actor: Actor, query: ChangeQuery): Promise<Filter> {
  if (query.q === undefined) return query
  const named = await recordsNamed(db, actor, query.q)
  const { rows } = await sql<{ many: boolean }>`
    select count(*) > 5000 as many from (select from (${said(actor, { ...query, named }, 'id')}) s limit 5001) m
  `.execute(db)
  return { ...query, named, common: rows[0]!.many }
}

/** Every action there is, found by leaping from one to the next in the index: 0.1 ms each, however many rows it has. */
export async function listActions(db: Database): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive leaps as (
      (select action from changes where leads order by action limit 1)
      union all
      select (select c.action from changes c where c.leads and c.action > l.action order by c.action limit 1)
      from leaps l where l.action is not null
    )
    select action from leaps where action is not null limit 1000
  `.execute(db)
  return rows.map(({ action }) => action)
}

export async function ledgerStatus(db: Database): Promise<Omit<LedgerStatus, 'verification'>> {
  const { rows } = await sql<Omit<LedgerStatus, 'verification'>>`
    select coalesce(max(position), 0) as sealed, max(sealed_at) as sealed_at,
           (select encode(hash, 'hex') from ledger_checkpoints order by position desc limit 1) as head,
           (select count(*) from (
             select from changes where (xid, sequence) > (
               coalesce((select last_xid from ledger_checkpoints order by position desc limit 1), '0'::xid8),
               coalesce((select last_sequence from ledger_checkpoints order by position desc limit 1), 0)
             ) limit 100000) c) as waiting
    from ledger_checkpoints
  `.execute(db)
  return rows[0]!
}
