import type { Account, AccountFilter, AccountQuery } from '#domain/accounts.ts'
import type { Matching } from '#domain/bulk.ts'
import { narrow } from '#server/fields/narrow-list.ts'
import { seenMetadata } from '#server/fields/worth.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { namedMatches } from '#server/platform/bulk.ts'
import { all, among, containing, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { repoint, updateMany } from '#server/platform/many-rows.ts'
import { page } from '#server/platform/pages.ts'
import type { Deletion } from '#server/platform/deletion.ts'

const columns = (actor: Actor) => sql`
  a.id, a.name, a.industry, a.address, a.phone, a.website, c.id as primary_contact_id, a.owner_id, a.tags, ${seenMetadata(actor, 'account', 'a.metadata')} as metadata,
  a.version, a.created_at, a.updated_at, a.deleted_at, a.deleted_by,
  o.name as owner_name,
  coalesce(c.first_name || ' ', '') || c.last_name as primary_contact_name,
  (select count(*) from deals d where d.account_id = a.id and d.stage in ('prospecting', 'negotiation') and d.deleted_at is null) as open_deals
`
// the account remembers a deleted contact, so that restoring it restores this too
const joins = sql`
  left join users o on o.id = a.owner_id
  left join contacts c on c.id = a.primary_contact_id and c.deleted_at is null
`

const sorts = {
  name: { by: sql`lower(a.name)`, type: 'text' },
  created_at: { by: sql`a.created_at`, type: 'timestamptz' },
  updated_at: { by: sql`a.updated_at`, type: 'timestamptz' },
} as const

/** The accounts this actor may read that fit the filters. */
const matching = (actor: Actor, query: AccountFilter) =>
  all(
    query.deleted ? sql`a.deleted_at is not null and a.merged_into_id is null` : sql`a.deleted_at is null`,
    inScope(actor, 'accounts:read', sql`a.owner_id`),
    query.q !== undefined && sql`a.name ilike ${containing(query.q)}`,
    query.owner_id && among(sql`a.owner_id`, query.owner_id),
    query.tag && sql`a.tags && ${query.tag}`,
    query.industry && among(sql`a.industry`, query.industry),
  )

export async function listAccounts(db: Database, actor: Actor, query: AccountQuery) {
  const custom = await narrow(db, actor, 'account', query, 'a')
  return page(query, { ...sorts, ...custom.sorts }, 'name', sql`a.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<Account & { sort_key: string }>`
      select ${columns(actor)}, ${sort_key} as sort_key
      from (
        select a.* from accounts a where ${all(after, matching(actor, query), custom.where)} ${order} ${limit}
      ) a ${joins}
      ${order}
    `.execute(db)
    return rows
  })
}

export async function accountsMatching(db: Database, actor: Actor, query: AccountFilter): Promise<Matching> {
  const custom = await narrow(db, actor, 'account', query, 'a')
  return namedMatches(db, sql`a.name`, sql`accounts a`, sql`a`, all(matching(actor, query), custom.where))
}

export async function getAccount(db: Database, actor: Actor, id: string): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select ${columns(actor)} from accounts a ${joins}
    where a.id = ${id} and ${inScope(actor, 'accounts:read', sql`a.owner_id`)}
  `.execute(db)
  return rows[0]
}

/** Where a merged account lives on, as far as this actor may see that. */
export async function survivorOf(db: Database, actor: Actor, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select a.id from accounts a
    where a.id = account_survivor(${id}) and a.id <> ${id} and ${inScope(actor, 'accounts:read', sql`a.owner_id`)}
  `.execute(db)
  return rows[0]?.id
}

/** The rows as they may be changed by this actor, locked until the deed ends, in the order of their ids. */
export const lockAccounts = (tx: Database, actor: Actor, ids: string[]) =>
  tx
    .selectFrom('accounts as a')
    .selectAll()
    .where('a.id', 'in', ids)
    .where(inScope(actor, 'accounts:write', sql`a.owner_id`) as never)
    .orderBy('a.id')
    .forUpdate()
    .execute()

export const lockAccount = async (tx: Database, actor: Actor, id: string) => (await lockAccounts(tx, actor, [id]))[0]

export type AccountFields = {
  name: string
  industry: string | null
  address: string | null
  phone: string | null
  website: string | null
  primary_contact_id: string | null
  owner_id: string | null
  tags: string[]
  metadata: Record<string, unknown>
}

export async function insertAccount(tx: Database, fields: Partial<AccountFields> & { name: string }): Promise<string> {
  return (await tx.insertInto('accounts').values(fields).returning('id').executeTakeFirstOrThrow()).id
}

/** The same change to any number of rows, in one statement. */
export const updateAccounts = (
  tx: Database,
  ids: string[],
  fields: Partial<AccountFields & Deletion & { merged_into_id: string | null }>,
) =>
  tx
    .updateTable('accounts')
    .set({ ...fields, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', 'in', ids)
    .execute()

/** Whether this actor may refer to the account: it is there, and in their scope. It is not merged away until the deed ends. */
export async function mayName(tx: Database, actor: Actor, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from accounts a where a.id = ${id} and a.deleted_at is null and ${inScope(actor, 'accounts:read', sql`a.owner_id`)}
    for key share
  `.execute(tx)
  return rows.length > 0
}

/** Held until the deed ends, so that the contact does not move away meanwhile. */
export async function hasContact(tx: Database, account_id: string, contact_id: string): Promise<boolean> {
  const { rows } = await sql`
    select from contacts where id = ${contact_id} and account_id = ${account_id} and deleted_at is null for share
  `.execute(tx)
  return rows.length > 0
}

/** Of these contacts those that left are primary ones no longer. Gives the accounts it was that of. */
export async function releaseContacts(tx: Database, contact_ids: string[]): Promise<{ id: string; was: string }[]> {
  const { rows } = await sql<{ id: string; was: string }>`
    update accounts set primary_contact_id = null, version = version + 1, updated_at = now()
    where primary_contact_id = any (${contact_ids})
      and not exists (select from contacts c where c.id = primary_contact_id and c.account_id = accounts.id)
    returning id, (select old.primary_contact_id from accounts old where old.id = accounts.id) as was
  `.execute(tx)
  return rows
}

/** Every account of one person to another, or to nobody. Gives the ids. */
export async function handOver(tx: Database, from: string, to: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update accounts set owner_id = ${to}, version = version + 1, updated_at = now() where owner_id = ${from} returning id
  `.execute(tx)
  return rows.map(({ id }) => id)
}

/** Many at once, with ids of the caller's. */
export const insertAccounts = (tx: Database, rows: (Partial<AccountFields> & { id: string; name: string })[]) =>
  tx.insertInto('accounts').values(rows).execute()

/** Whole rows, each changed in its own way; gives their new versions. */
export const rewriteAccounts = (tx: Database, rows: { id: string }[]) =>
  updateMany(
    tx,
    'accounts',
    ['name', 'industry', 'address', 'phone', 'website', 'owner_id', 'tags', 'metadata', 'deleted_at', 'deleted_by'],
    rows,
  )

/** Accounts whose primary contact is another one from now on. */
export const movePrimary = (tx: Database, from: string, to: string, which?: RawBuilder<unknown>) =>
  repoint(tx, 'accounts', 'primary_contact_id', from, to, which)
