import type { Change, ChangeQuery, LedgerStatus } from '#domain/audit.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

/** Ids are UUIDv7, so their order is the order of time and one index serves object, actor and time. */
export const listChanges = (db: Database, actor: Actor, query: ChangeQuery) =>
  page(
    query,
    { occurred_at: { by: sql`c.id`, type: 'uuid' } },
    '-occurred_at',
    sql`c.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Change & { sort_key: string }>`
      select c.id, c.deed_id, c.action, c.object_type, c.object_id, c.before, c.after, c.actor_kind, c.actor_id,
             case c.actor_kind when 'user' then u.name when 'api_key' then k.name else 'Daybook' end as actor_name,
             c.source, host(c.ip) as ip, c.request_id, c.occurred_at, c.erased_at, ${sort_key} as sort_key
      from changes c
      left join users u on c.actor_kind = 'user' and u.id = c.actor_id
      left join api_keys k on c.actor_kind = 'api_key' and k.id = c.actor_id
      where ${all(
        after,
        inScope(actor, 'audit:read', sql`c.actor_id`),
        query.object_type !== undefined && sql`c.object_type = ${query.object_type}`,
        query.object_id !== undefined && sql`c.object_id = ${query.object_id}`,
        query.actor_id !== undefined && sql`c.actor_id = ${query.actor_id}`,
        query.action !== undefined && sql`c.action = ${query.action}`,
      )}
      ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

export async function ledgerStatus(db: Database): Promise<LedgerStatus> {
  const { rows } = await sql<LedgerStatus>`
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
