/** Records that may be one: those that have a key in common (migration 0021), within what the actor may see. */
import type {
  AccountCandidateQuery,
  AccountTraits,
  ContactCandidateQuery,
  ContactTraits,
  DuplicateQuery,
  Mergeable,
  Twin,
} from '#domain/duplicates.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

type AccountRow = Twin & AccountTraits
type ContactRow = Twin & ContactTraits
/** Records that share more than these have a sign in common that says nothing, like the number of a call centre. */
const mostAlike = 50

const accountColumns = sql`
  r.id, r.version, r.name, null as account_name, null as email, r.website, r.phone, o.name as owner_name, r.created_at, r.updated_at
`
const contactColumns = sql`
  r.id, r.version, coalesce(r.first_name || ' ', '') || r.last_name as name, a.name as account_name, r.email, null as website,
  r.phone, o.name as owner_name, r.created_at, r.updated_at, r.first_name, r.last_name, r.account_id
`
const seen = (actor: Actor) => sql`r.deleted_at is null and ${inScope(actor, 'accounts:read', sql`r.owner_id`)}`

/** The limit stands outside: inside it would make the planner read the table from its beginning (200 ms instead of 1). */
export async function accountsAlike(db: Database, actor: Actor, typed: AccountCandidateQuery): Promise<AccountRow[]> {
  const { name = '', website = null, phone = null } = typed
  const { rows } = await sql<AccountRow>`
    with alike as materialized (
      select r.id from accounts r where r.duplicate_keys && account_keys(${name}, ${website}, ${phone}) and ${seen(actor)}
    )
    select ${accountColumns}
    from alike join accounts r on r.id = alike.id left join users o on o.id = r.owner_id
    limit ${mostAlike}
  `.execute(db)
  return rows
}

export async function contactsAlike(db: Database, actor: Actor, typed: ContactCandidateQuery): Promise<ContactRow[]> {
  const { account_id = null, first_name = null, last_name = '', email = null, phone = null } = typed
  const { rows } = await sql<ContactRow>`
    with alike as materialized (
      select r.id from contacts r
      where r.duplicate_keys && contact_keys(${account_id}, ${first_name}, ${last_name}, ${email}, ${phone}) and ${seen(actor)}
    )
    select ${contactColumns}
    from alike
    join contacts r on r.id = alike.id
    left join users o on o.id = r.owner_id
    left join accounts a on a.id = r.account_id
    limit ${mostAlike}
  `.execute(db)
  return rows
}

export type Found = { id: string; one_id: string; other_id: string }

/** What a key is worth by its first letter; `enough` is what makes a pair worth comparing (domain/duplicates.ts judges). */
const worth: Record<Mergeable, RawBuilder<unknown>> = {
  account: sql`case left(k.key, 1) when 'p' then 20 else 40 end`,
  contact: sql`case left(k.key, 1) when 'e' then 60 when 'a' then 40 when 'm' then 40 else 20 end`,
}
const enough = 40

/** Pairs with keys in common, those with the most and the strongest first; read once from one end to the other, compared never. */
export function listPairs(db: Database, actor: Actor, query: DuplicateQuery) {
  const sorts = { signs: { by: sql`p.signs`, type: 'integer' } } as const
  return page(query, sorts, '-signs', sql`p.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<Found & { sort_key: string }>`
      with keyed as (
        select hashtextextended(k.key, 0) as key, ${worth[query.object]} as worth, r.id
        from ${sql.table(`${query.object}s`)} r, unnest(r.duplicate_keys) as k (key)
        where ${seen(actor)}
      ),
      shared as (
        select key, worth, array_agg(id) as ids from keyed group by key, worth having count(*) between 2 and ${mostAlike}
      ),
      pairs as (
        select md5(x.id::text || y.id::text)::uuid as id, x.id as one_id, y.id as other_id, sum(s.worth)::integer as signs
        from shared s, unnest(s.ids) as x (id), unnest(s.ids) as y (id)
        where x.id < y.id
        group by x.id, y.id
      )
      select p.id, p.one_id, p.other_id, ${sort_key} as sort_key
      from pairs p
      where ${all(
        after,
        sql`p.signs >= ${enough}`,
        sql`not exists (select from duplicate_dismissals d where d.one_id = p.one_id and d.other_id = p.other_id)`,
      )}
      ${order} ${limit}
    `.execute(db)
    return rows
  })
}

export async function accountsOf(db: Database, ids: string[]): Promise<Map<string, AccountRow>> {
  const { rows } = await sql<AccountRow>`
    select ${accountColumns} from accounts r left join users o on o.id = r.owner_id where r.id = any (${ids})
  `.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function contactsOf(db: Database, ids: string[]): Promise<Map<string, ContactRow>> {
  const { rows } = await sql<ContactRow>`
    select ${contactColumns}
    from contacts r left join users o on o.id = r.owner_id left join accounts a on a.id = r.account_id
    where r.id = any (${ids})
  `.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many of these the actor may see. */
export async function countSeen(tx: Database, actor: Actor, object: Mergeable, ids: string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(`${object}s`)} r where r.id = any (${ids}) and ${seen(actor)}
  `.execute(tx)
  return rows[0]!.count
}

/** Whether it was new. */
export async function keepDismissal(tx: Database, [one, other]: [string, string], by: string | null): Promise<boolean> {
  const { rows } = await sql`
    insert into duplicate_dismissals (one_id, other_id, dismissed_by) values (${one}, ${other}, ${by})
    on conflict do nothing returning one_id
  `.execute(tx)
  return rows.length > 0
}

export async function removeDismissal(tx: Database, [one, other]: [string, string]): Promise<boolean> {
  const { rows } = await sql`
    delete from duplicate_dismissals where one_id = ${one} and other_id = ${other} returning one_id
  `.execute(tx)
  return rows.length > 0
}
