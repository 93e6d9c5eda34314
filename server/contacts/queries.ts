import type { Matching } from '#domain/bulk.ts'
import type { Contact, ContactFilter, ContactQuery } from '#domain/contacts.ts'
import { narrow } from '#server/fields/narrow-list.ts'
import { seenMetadata } from '#server/fields/worth.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { namedMatches } from '#server/platform/bulk.ts'
import { all, among, containing, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { repoint, updateMany } from '#server/platform/many-rows.ts'
import { page } from '#server/platform/pages.ts'
import type { Deletion } from '#server/platform/deletion.ts'

const fullName = sql`coalesce(c.first_name || ' ', '') || c.last_name`
const columns = (actor: Actor) => sql`
  c.id, c.account_id, c.first_name, c.last_name, ${fullName} as name,
  c.email, c.phone, c.job_title, c.owner_id, c.tags, ${seenMetadata(actor, 'contact', 'c.metadata')} as metadata,
  c.version, c.created_at, c.updated_at, c.deleted_at, c.deleted_by,
  o.name as owner_name,
  a.name as account_name,
  a.deleted_at is not null as account_deleted
`
const joins = sql`left join users o on o.id = c.owner_id left join accounts a on a.id = c.account_id`

/** What a search looks into; spelled as in the index contacts_search. */
const haystack = sql`(coalesce(c.first_name || ' ', '') || c.last_name || ' ' || coalesce(c.email, '') || ' ' || coalesce(c.phone, ''))`

const sorts = {
  name: { by: sql`lower(c.last_name || ' ' || coalesce(c.first_name, ''))`, type: 'text' },
  email: { by: sql`lower(coalesce(c.email, ''))`, type: 'text' },
  created_at: { by: sql`c.created_at`, type: 'timestamptz' },
  updated_at: { by: sql`c.updated_at`, type: 'timestamptz' },
} as const

/** The contacts this actor may read that fit the filters. */
const matching = (actor: Actor, query: ContactFilter) =>
  all(
    query.deleted ? sql`c.deleted_at is not null and c.merged_into_id is null` : sql`c.deleted_at is null`,
    inScope(actor, 'accounts:read', sql`c.owner_id`),
    query.q !== undefined && sql`${haystack} ilike ${containing(query.q)}`,
    query.account_id && among(sql`c.account_id`, query.account_id),
    query.owner_id && among(sql`c.owner_id`, query.owner_id),
    query.tag && sql`c.tags && ${query.tag}`,
  )

export async function listContacts(db: Database, actor: Actor, query: ContactQuery) {
  const custom = await narrow(db, actor, 'contact', query, 'c')
  return page(query, { ...sorts, ...custom.sorts }, 'name', sql`c.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<Contact & { sort_key: string }>`
      select ${columns(actor)}, ${sort_key} as sort_key
      from (
        select c.* from contacts c where ${all(after, matching(actor, query), custom.where)} ${order} ${limit}
      ) c ${joins}
      ${order}
    `.execute(db)
    return rows
  })
}

export async function contactsMatching(db: Database, actor: Actor, query: ContactFilter): Promise<Matching> {
  const custom = await narrow(db, actor, 'contact', query, 'c')
  return namedMatches(db, fullName, sql`contacts c`, sql`c`, all(matching(actor, query), custom.where))
}

export async function getContact(db: Database, actor: Actor, id: string): Promise<Contact | undefined> {
  const { rows } = await sql<Contact>`
    select ${columns(actor)} from contacts c ${joins}
    where c.id = ${id} and ${inScope(actor, 'accounts:read', sql`c.owner_id`)}
  `.execute(db)
  return rows[0]
}

/** Where a merged contact lives on, as far as this actor may see that. */
export async function survivorOf(db: Database, actor: Actor, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from contacts c
    where c.id = contact_survivor(${id}) and c.id <> ${id} and ${inScope(actor, 'accounts:read', sql`c.owner_id`)}
  `.execute(db)
  return rows[0]?.id
}

/** The rows as they may be changed by this actor, locked until the deed ends, in the order of their ids. */
export const lockContacts = (tx: Database, actor: Actor, ids: string[]) =>
  tx
    .selectFrom('contacts as c')
    .selectAll()
    .where('c.id', 'in', ids)
    .where(inScope(actor, 'accounts:write', sql`c.owner_id`) as never)
    .orderBy('c.id')
    .forUpdate()
    .execute()

export const lockContact = async (tx: Database, actor: Actor, id: string) => (await lockContacts(tx, actor, [id]))[0]

export type ContactFields = Pick<
  Contact,
  'account_id' | 'first_name' | 'last_name' | 'email' | 'phone' | 'job_title' | 'owner_id' | 'tags' | 'metadata'
>

export async function insertContact(
  tx: Database,
  fields: Partial<ContactFields> & { last_name: string },
): Promise<string> {
  return (await tx.insertInto('contacts').values(fields).returning('id').executeTakeFirstOrThrow()).id
}

/** The same change to any number of rows, in one statement. */
export const updateContacts = (
  tx: Database,
  ids: string[],
  fields: Partial<ContactFields & Deletion & { merged_into_id: string | null }>,
) =>
  tx
    .updateTable('contacts')
    .set({ ...fields, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', 'in', ids)
    .execute()

/** Every contact of one person to another, or to nobody. Gives the ids. */
export async function handOver(tx: Database, from: string, to: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update contacts set owner_id = ${to}, version = version + 1, updated_at = now() where owner_id = ${from} returning id
  `.execute(tx)
  return rows.map(({ id }) => id)
}

/** Many at once, with ids of the caller's. */
export const insertContacts = (tx: Database, rows: (Partial<ContactFields> & { id: string; last_name: string })[]) =>
  tx.insertInto('contacts').values(rows).execute()

/** Whole rows, each changed in its own way; gives their new versions. */
export const rewriteContacts = (tx: Database, rows: { id: string }[]) =>
  updateMany(
    tx,
    'contacts',
    [
      'account_id',
      'first_name',
      'last_name',
      'email',
      'phone',
      'job_title',
      'owner_id',
      'tags',
      'metadata',
      'deleted_at',
      'deleted_by',
    ],
    rows,
  )

/** From one account to another. */
export const moveContacts = (tx: Database, from: string, to: string, which?: RawBuilder<unknown>) =>
  repoint(tx, 'contacts', 'account_id', from, to, which)
