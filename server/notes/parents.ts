/** The records notes hang on. Whoever may read or write one may read its notes or write some. */
import { parentOf, type ParentName } from '#domain/notes.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { Problem, invalid } from '#server/platform/errors.ts'

const kinds = {
  account_id: { table: sql`accounts`, right: 'accounts', owner: sql`p.owner_id` },
  contact_id: { table: sql`contacts`, right: 'accounts', owner: sql`p.owner_id` },
  deal_id: { table: sql`deals`, right: 'deals', owner: sql`p.owner_id` },
  task_id: { table: sql`tasks`, right: 'tasks', owner: sql`p.assigned_to` },
} as const

type Deed = 'read' | 'write'

/** Whether this actor may read or write the record of this kind that `id` names. About what is deleted nothing is written. */
export function reaches(actor: Actor, deed: Deed, name: ParentName, id: RawBuilder<unknown>): RawBuilder<unknown> {
  const { table, right, owner } = kinds[name]
  return sql`exists (
    select from ${table} p
    where p.id = ${id} and ${inScope(actor, `${right}:${deed}`, owner)} and ${deed === 'write' ? sql`p.deleted_at is null` : sql`true`}
  )`
}

/** Whether this actor may read or write what the note `n` hangs on. */
export const reachesNote = (actor: Actor, deed: Deed): RawBuilder<unknown> =>
  sql`case
    when n.deal_id is not null then ${reaches(actor, deed, 'deal_id', sql`n.deal_id`)}
    when n.account_id is not null then ${reaches(actor, deed, 'account_id', sql`n.account_id`)}
    when n.contact_id is not null then ${reaches(actor, deed, 'contact_id', sql`n.contact_id`)}
    else ${reaches(actor, deed, 'task_id', sql`n.task_id`)}
  end`

/** 422 where a note would hang on nothing, on several records, or on one that this actor may not write about. */
export async function checkParent(tx: Database, actor: Actor, given: Parameters<typeof parentOf>[0]): Promise<void> {
  const parent = parentOf(given)
  if (!parent) throw invalid('', 'one_parent', 'Name the account, the contact, the deal or the task: one of them.')
  const { rows } = await sql<{ there: boolean }>`
    select ${reaches(actor, 'write', parent.name, sql`${parent.id}::uuid`)} as there
  `.execute(tx)
  if (!rows[0]!.there)
    throw invalid(`/${parent.name}`, 'unknown_reference', `There is no such ${parent.name.replace('_id', '')}.`)
}

/** The one record a list is of. 400 where none or several are named. */
export function soleParent(query: Parameters<typeof parentOf>[0]) {
  const parent = parentOf(query)
  if (!parent) throw new Problem(400, 'invalid_query', 'Name one record whose list this is, as in deal_id=….')
  return parent
}
