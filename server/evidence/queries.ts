import type { EvidenceAccess, EvidenceAccessInput, EvidenceAccessQuery } from '#domain/evidence.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

const columns = sql`
  a.id, a.viewer_id, v.name as viewer_name, a.person_id, p.name as person_name, a.reason, a.expires_at,
  a.version, a.created_at, a.updated_at, coalesce(r.reads, 0) as reads, r.last_read_at
`
const joins = sql`
  join users v on v.id = a.viewer_id join users p on p.id = a.person_id
  left join lateral (
    select count(*) as reads, max(c.occurred_at) as last_read_at from changes c
    where c.object_id = a.person_id and c.action = 'evidence.read' and c.actor_id = a.viewer_id
      and c.occurred_at between a.created_at and a.expires_at
  ) r on true
`
const visible = (actor: Actor) =>
  scopeOf(actor, 'evidence:unlock') === 'all'
    ? sql`true`
    : sql`(a.viewer_id = ${actor.id}::uuid or a.person_id = ${actor.id}::uuid)`

export const listAccess = (db: Database, actor: Actor, query: EvidenceAccessQuery) =>
  page(
    query,
    { created_at: { by: sql`a.created_at`, type: 'timestamptz' } },
    '-created_at',
    sql`a.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<EvidenceAccess & { sort_key: string }>`
        select ${columns}, ${sort_key} as sort_key from evidence_access a ${joins}
        where ${all(after, visible(actor))} ${order} ${limit}
      `.execute(db)
      return rows
    },
  )

export async function getAccess(db: Database, id: string): Promise<EvidenceAccess | undefined> {
  const { rows } =
    await sql<EvidenceAccess>`select ${columns} from evidence_access a ${joins} where a.id = ${id}`.execute(db)
  return rows[0]
}

export async function insertAccess(
  tx: Database,
  viewer_id: string,
  { person_id, reason, hours }: EvidenceAccessInput,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into evidence_access (viewer_id, person_id, reason, expires_at)
    values (${viewer_id}, ${person_id}, ${reason}, now() + ${hours} * interval '1 hour') returning id
  `.execute(tx)
  return rows[0]!.id
}

/** Whether a living look of this viewer ended by it. */
export async function endAccess(tx: Database, viewer_id: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    update evidence_access set expires_at = now(), version = version + 1, updated_at = now()
    where id = ${id} and viewer_id = ${viewer_id} and expires_at > now() returning id
  `.execute(tx)
  return rows.length > 0
}
