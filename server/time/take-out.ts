import { countHidden } from '#server/exclusions/leave-out.ts'
import type { Database } from '#server/platform/database.ts'
import { forgetDoubts } from './doubt-queries.ts'
import { blankOriginals, deleteOwnFormer } from './former-queries.ts'
import { deleteOwn, type StoredEntry } from './write-queries.ts'

/** Entries of a person go for good: their length is counted for the person alone, and a repeat stays out. Gives what was there. */
export async function takeOut(tx: Database, user_id: string, ids: string[]): Promise<StoredEntry[]> {
  const gone = [...(await deleteOwn(tx, user_id, ids)), ...(await deleteOwnFormer(tx, user_id, ids))]
  await blankOriginals(
    tx,
    user_id,
    gone.flatMap(({ made_in }) => made_in ?? []),
  )
  await countHidden(tx, gone)
  await forgetDoubts(
    tx,
    gone.map(({ id }) => id),
  )
  return gone
}
