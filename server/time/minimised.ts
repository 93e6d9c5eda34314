import { minimise, type Minimised } from '#domain/capture.ts'
import { firstKept } from '#domain/retention.ts'
import { dayOf } from '#domain/zones.ts'
import { createMinimiser } from '#server/exclusions/drop-evidence.ts'
import type { Database } from '#server/platform/database.ts'
import type { Kept } from './aged-queries.ts'
import type { EntryRow } from './entry-row.ts'
import type { Read } from './read-claims.ts'

/**
 * Privacy at the door: what the company does not keep of titles, addresses and apps, and its person of what editors have open, is gone
 * before a rule looks at them; of work that is longer ago than they are kept for, all of them.
 */
export async function minimised(
  tx: Database,
  read: Read[],
  { evidence_days }: Pick<Kept, 'evidence_days'>,
  now_ms: number,
): Promise<Read[]> {
  const seen = read.flatMap((item) => ('row' in item && item.row.project_from_editor ? [item.row.user_id] : []))
  const present = await createMinimiser(tx, [...new Set(seen)])
  const first_day = evidence_days === null ? null : firstKept('evidence', evidence_days, now_ms)
  const keep = (row: EntryRow): Minimised =>
    first_day !== null && dayOf(Date.parse(row.start_time), row.zone) < first_day
      ? minimise(row, { capture: 'nothing', capture_queries: false, editor_projects: false })
      : present(row)
  return read.map((item) => {
    if ('refused' in item) return item
    const { kept, dropped } = keep(item.row)
    return { ...item, row: { ...item.row, ...kept }, dropped }
  })
}
