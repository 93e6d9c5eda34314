import type { DealExport } from '#domain/deals.ts'
import { exportList } from '#server/fields/export-list.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { listDeals } from './queries.ts'

/** Every deal of the filter that this actor may read, as CSV. */
export const exportDeals = (db: Database, actor: Actor, query: DealExport) =>
  exportList(db, actor, 'deal', query, (page) => listDeals(db, actor, { ...query, ...page }))
