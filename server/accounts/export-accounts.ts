import type { AccountExport } from '#domain/accounts.ts'
import { exportList } from '#server/fields/export-list.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { listAccounts } from './queries.ts'

/** Every account of the filter that this actor may read, as CSV. */
export const exportAccounts = (db: Database, actor: Actor, query: AccountExport) =>
  exportList(db, actor, 'account', query, (page) => listAccounts(db, actor, { ...query, ...page }))
