/** The two kinds of records that can be merged, each with the queries of its room. */
import type { Mergeable } from '#domain/duplicates.ts'
import type { Permission } from '#domain/permissions.ts'
import { lockAccounts, updateAccounts } from '#server/accounts/queries.ts'
import { lockContacts, updateContacts } from '#server/contacts/queries.ts'
import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'

export type Row = {
  id: string
  owner_id: string | null
  version: number
  tags: string[]
  metadata: Record<string, unknown>
  deleted_at: string | null
  deleted_by: string | null
  merged_into_id: string | null
  [field: string]: unknown
}
type Kind = {
  lock: (tx: Database, actor: Actor, ids: string[]) => Promise<Row[]>
  update: (tx: Database, id: string, fields: object) => Promise<unknown>
}

export const kinds: Record<Mergeable, Kind> = {
  account: { lock: lockAccounts, update: (tx, id, fields) => updateAccounts(tx, [id], fields) },
  contact: { lock: lockContacts, update: (tx, id, fields) => updateContacts(tx, [id], fields) },
}

const right: Permission = 'records:merge'
/** Both rows, locked; undefined for what is not there, or what this actor may not change and merge. */
export async function lockBoth(tx: Database, actor: Actor, object: Mergeable, mine_id: string, theirs_id: string) {
  const rows = await kinds[object].lock(tx, actor, [mine_id, theirs_id])
  const mine = rows.find(({ id }) => id === mine_id)
  const theirs = rows.find(({ id }) => id === theirs_id)
  return {
    mine: mine && (await covers(tx, actor, right, mine.owner_id)) ? mine : undefined,
    theirs: theirs && (await covers(tx, actor, right, theirs.owner_id)) ? theirs : undefined,
  }
}
