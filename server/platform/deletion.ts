/** Records that are deleted wait in a bin (docs/decisions/0006). */
import { personOf, type Actor } from './actor.ts'
import { deleted } from './errors.ts'
import { checkVersion } from './serve.ts'

/** The columns that say that a record is in the bin, when it came there and who put it there. */
export type Deletion = { deleted_at: string | null; deleted_by: string | null }

export const deletion = (actor: Actor): Deletion => ({
  deleted_at: new Date().toISOString(),
  deleted_by: personOf(actor),
})
export const restoring: Deletion = { deleted_at: null, deleted_by: null }

/** 412 where the client saw an older version, 409 for what is deleted: it takes no change but its restoring. */
export function checkLive(if_match: number | null, row: { version: number; deleted_at: string | null }): void {
  checkVersion(if_match, row.version)
  if (row.deleted_at !== null) throw deleted()
}
