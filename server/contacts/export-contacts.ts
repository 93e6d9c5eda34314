import type { ContactExport } from '#domain/contacts.ts'
import { exportList } from '#server/fields/export-list.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { listContacts } from './queries.ts'

/** Every contact of the filter that this actor may read, as CSV. */
export const exportContacts = (db: Database, actor: Actor, query: ContactExport) =>
  exportList(db, actor, 'contact', query, (page) => listContacts(db, actor, { ...query, ...page }))
