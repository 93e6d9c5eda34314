import { eraseAbout } from '#server/audit/erasure-queries.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import { systemActor, type Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { forgetAnswersTo } from '#server/platform/idempotency.ts'
import { track } from '#server/platform/track.ts'
import { eraseEntries, eraseFormer } from '#server/time/erase-entries.ts'
import type { Key } from '#server/time/key-queries.ts'
import { addOutcome, findRequest, lockRunning, setState } from './queries.ts'
import { wantedBy } from './read-request.ts'
import { tellPerson } from './tell.ts'

/**
 * Job `run_erasure`: carries out what was granted, a piece a transaction. A job that was killed goes on where it was: what is gone is
 * not found again, and what was left as hours is known by when.
 */
export async function runErasure(db: Database, id: string): Promise<void> {
  const request = await findRequest(db, id)
  if (request?.state !== 'running') return
  const granted_by = request.decided_by && (await actorOfUser(db, request.decided_by, 'job'))
  const actor: Actor = { ...(granted_by || systemActor('job', {})), deed_id: id }
  const wanted = wantedBy(request, request.decided_at!)
  const piece = (after: Key | null) =>
    transact(db, async (tx) => {
      const { last, removed, outcome } = await eraseEntries(tx, actor, wanted, after)
      await addOutcome(tx, id, { ...outcome, payloads: await eraseAbout(tx, removed) })
      return last
    })
  for (let last = await piece(null); last;) last = await piece(last)
  await transact(db, async (tx) => {
    if (!(await lockRunning(tx, id))) return
    const gone = await eraseFormer(tx, wanted)
    await addOutcome(tx, id, { payloads: await eraseAbout(tx, gone) })
    await forgetAnswersTo(tx, request.user_id)
    await setState(tx, id, 'done')
    const done = (await findRequest(tx, id))!
    await track(tx, actor, 'privacy_request.completed', id, { after: { user_id: done.user_id, ...done.outcome } })
    await tellPerson(tx, done)
  })
}
