import { leaveOut } from '#server/exclusions/leave-out.ts'
import type { Database } from '#server/platform/database.ts'
import { leftOut } from './entry-row.ts'
import type { Read } from './read-claims.ts'

/** Privacy at the door: what its person keeps out goes no further than this, whichever way it came. */
export async function withoutPrivate(tx: Database, read: Read[]): Promise<Read[]> {
  const rows = read.flatMap((item) => ('row' in item ? [item.row] : []))
  const out = await leaveOut(tx, rows)
  let next = 0
  return read.map((item) => ('row' in item && out[next++] ? { refused: leftOut(item.row.external_id) } : item))
}
