/** Records that may be one: those that have a key in common (migration 0021), within what the actor may see. */
import type {
  AccountCandidateQuery,
  AccountTraits,
  ContactCandidateQuery,
  ContactTraits,
  Mergeable,
  Twin,
} from '#domain/duplicates.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'

type AccountRow = Twin & AccountTraits
type ContactRow = Twin & ContactTraits
/** Records that share more than these have a sign in common that says nothing, like the number of a call centre. */
export const mostAlike = 50

const accountColumns = sql`
  r.id, r.version, r.name, null as account_name, null as email, r.website, r.phone, o.name as owner_name, r.created_at, r.updated_at
`
const contactColumns = sql`
  r.id, r.version, coalesce(r.first_name || ' ', '') || r.last_name as name, a.name as account_name, r.email, null as website,
  r.phone, o.name as owner_name, r.created_at, r.updated_at, r.first_name, r.last_name, r.account_id
`
/** Rows of an account or contact that are there and the actor's to see. */
export const seen = (actor: Actor, row = sql`r`) =>
  sql`${row}.deleted_at is null and ${inScope(actor, 'accounts:read', sql`${row}.owner_id`)}`
export const tableOf = (object: Mergeable) => sql.table(`${object}s`)

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
    select count(*) as count from ${tableOf(object)} r where r.id = any (${ids}) and ${seen(actor)}
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
