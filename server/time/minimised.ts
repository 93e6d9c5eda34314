import { createMinimiser } from '#server/exclusions/drop-evidence.ts'
import type { Database } from '#server/platform/database.ts'
import type { Read } from './read-claims.ts'

/** Privacy at the door: what the company does not keep of titles, addresses and apps is gone before a rule looks at them. */
export async function minimised(tx: Database, read: Read[]): Promise<Read[]> {
  const minimise = await createMinimiser(tx)
  return read.map((item) => {
    if ('refused' in item) return item
    const { kept, dropped } = minimise(item.row)
    return { ...item, row: { ...item.row, ...kept }, dropped }
  })
}
