import { actorOfUser } from '#server/sessions/authenticate.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import type { Storage } from '#server/platform/storage.ts'
import { track } from '#server/platform/track.ts'
import type { Names } from '#server/time/names.ts'
import { forgetOldFiles } from './forget-files.ts'
import { failAsGone, findImport, setProgress } from './queries.ts'
import { readFile } from './read-file.ts'
import { workThrough } from './work-through.ts'

const undoDays = 7

/** Idempotent by the external ids of the entries: a run that was killed half-way starts again and adds nothing twice. */
export async function runImport(
  db: Database,
  storage: Storage,
  names: Names,
  id: string,
  now_ms: number,
): Promise<void> {
  const found = await findImport(db, id)
  if (!found?.file_key || found.status !== 'running' || !found.created_by) return
  const person = await actorOfUser(db, found.created_by, 'import')
  if (!person) return failAsGone(db, id)
  const actor: Actor = { ...person, deed_id: id }
  const content = await readFile(storage.get(found.file_key), found.kind, found.answers, now_ms)
  const report = await workThrough(
    (deed) => transact(db, deed),
    names,
    actor,
    content,
    found.answers,
    now_ms,
    (processed) => setProgress(db, id, { status: 'running', processed }),
  )
  await transact(db, async (tx) => {
    const undo_until = new Date(now_ms + undoDays * 86_400_000).toISOString()
    await setProgress(tx, id, { status: 'done', report, undo_until })
    await track(tx, actor, 'import.finished', id, { after: { counts: report.counts, seconds: report.seconds } })
  })
  // it holds what was kept out at the door
  await forgetOldFiles(db, storage)
}
