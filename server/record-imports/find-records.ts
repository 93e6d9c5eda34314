/**
 * What many rows point at, found in a few statements: people, accounts, and records that are here already. Reads only. Each key is
 * looked up by itself (lateral): while PostgreSQL has not counted a new table it would rather read all of it for every piece.
 */
import type { ImportObject } from '#domain/import-fields.ts'
import { companyKey } from '#domain/record-matching.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'

/** Active people by e-mail or by whole name; a name that two share is nobody's. */
export async function findPeople(db: Database, texts: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ text: string; id: string }>`
    select t.text, min(u.id::text) as id
    from unnest(${texts}::text[]) as t (text)
    join users u on u.disabled_at is null and (lower(u.email) = lower(t.text) or lower(u.name) = lower(t.text))
    group by t.text
    having count(*) = 1
  `.execute(db)
  return new Map(rows.map(({ text, id }) => [text, id]))
}

/** Accounts by the name they are called, and by what is left of it without case, accents and legal form. */
export type AccountBook = { find: (name: string) => string | null; add: (name: string, id: string) => void }

/** The whole list, once for a file: names are compared by rules that no index of the database knows. */
export async function openAccountBook(db: Database, actor: Actor): Promise<AccountBook> {
  const byName = new Map<string, string>()
  // null: two accounts share it, so it names none
  const byKey = new Map<string, string | null>()
  const add = (name: string, id: string) => {
    const key = companyKey(name)
    byName.set(name.toLowerCase(), id)
    byKey.set(key, byKey.has(key) ? null : id)
  }
  // the old name of an account that was merged is one more name of the one it was merged into
  const addMerged = (name: string, id: string) => {
    byName.set(name.toLowerCase(), id)
    if (!byKey.has(companyKey(name))) byKey.set(companyKey(name), id)
  }
  const { rows } = await sql<{ id: string; name: string }>`
    select a.id, a.name from accounts a
    where a.deleted_at is null and ${inScope(actor, 'accounts:read', sql`a.owner_id`)}
    order by a.id desc
  `.execute(db)
  for (const { id, name } of rows) add(name, id)
  const { rows: merged } = await sql<{ id: string; name: string }>`
    select a.id, m.name from accounts m join accounts a on a.id = account_survivor(m.id)
    where m.merged_into_id is not null and a.deleted_at is null and ${inScope(actor, 'accounts:read', sql`a.owner_id`)}
    order by m.id
  `.execute(db)
  for (const { id, name } of merged) if (!byName.has(name.toLowerCase())) addMerged(name, id)
  return { find: (name) => byName.get(name.toLowerCase()) ?? byKey.get(companyKey(name)) ?? null, add }
}

/** Records by the ids another system gave them. */
export async function findExternal(
  db: Database,
  system: string,
  object: ImportObject,
  ids: string[],
): Promise<Map<string, string>> {
  // an id that was given to a record that was merged leads to the one it was merged into
  const living = sql.raw(
    object === 'account' || object === 'contact' ? `${object}_survivor(e.object_id)` : 'e.object_id',
  )
  const { rows } = await sql<{ external_id: string; object_id: string }>`
    select e.external_id, r.id as object_id
    from external_ids e
    cross join lateral (
      select r.id from ${sql.table(`${object}s`)} r where r.id = ${living} and r.deleted_at is null offset 0
    ) r
    where e.system = ${system} and e.object_type = ${object} and e.external_id = any (${ids})
  `.execute(db)
  return new Map(rows.map(({ external_id, object_id }) => [external_id, object_id]))
}

/** A record that has the key of a row; `has_id`: it has an id of its own in the system the file comes from. */
export type Found = { key: string; id: string; has_id: boolean }

const hasId = (system: string, id: ReturnType<typeof sql>) =>
  sql`exists (select from external_ids e where e.object_id = ${id} and e.system = ${system})`

export async function findByEmail(db: Database, system: string, emails: string[]): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select f.email as key, c.id, ${hasId(system, sql`c.id`)} as has_id
    from unnest(${emails}::text[]) as f (email)
    cross join lateral (
      select c.id from contacts c where lower(coalesce(c.email, '')) = f.email and c.deleted_at is null offset 0
    ) c
    order by c.id
  `.execute(db)
  return rows
}

export type Named = { id: string; account_id: string; first: string; name: string; has_id: boolean }

/** The people, or the deals, of these accounts that have one of these last names, or names. `is true`: an index of what is not deleted is no help. */
export async function findNamed(
  db: Database,
  system: string,
  object: 'contact' | 'deal',
  account_ids: string[],
  names: string[],
): Promise<Named[]> {
  const [table, first, name] =
    object === 'contact'
      ? [sql`contacts`, sql`coalesce(r.first_name, '')`, sql`r.last_name`]
      : [sql`deals`, sql`''`, sql`r.name`]
  const { rows } = await sql<Named>`
    select f.account_id, r.*, ${hasId(system, sql`r.id`)} as has_id
    from unnest(${account_ids}::uuid[]) as f (account_id)
    cross join lateral (
      select r.id, ${first} as first, ${name} as name from ${table} r
      where r.account_id = f.account_id and lower(${name}) = any (${names}) and (r.deleted_at is null) is true
      offset 0
    ) r
    order by r.id
  `.execute(db)
  return rows
}

/** Open or won deals by their account and name, for tasks that name one. */
export async function findDeals(db: Database, actor: Actor, names: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; id: string }>`
    select lower(d.name) as name, min(d.id::text) as id from deals d
    where lower(d.name) = any (${names}) and d.deleted_at is null and ${inScope(actor, 'deals:read', sql`d.owner_id`)}
    group by lower(d.name)
    having count(*) = 1
  `.execute(db)
  return new Map(rows.map(({ name, id }) => [name, id]))
}
