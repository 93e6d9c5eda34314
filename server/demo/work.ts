/** Loading and removing take seconds, so a job does them and says how far it got. */
import type { DemoWork } from '#domain/demo.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { conflict, forbidden } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { workspace_id } from '#server/people/change-workspace.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import { loadDemo } from './load-demo.ts'
import { beginWork, endWork, setFailed, setPercent } from './queries.ts'
import { removeDemo } from './remove-demo.ts'

/** @throws 409 where there is nothing to do, or it is being done; 403 for one who is no admin: people are deactivated by it */
export async function askForDemo(tx: Database, actor: Actor, doing: DemoWork['doing']): Promise<void> {
  if (actor.role !== 'admin') throw forbidden('Only an admin may do this.')
  const { demo } = await findWorkspace(tx)
  if (demo === (doing === 'load'))
    throw conflict('demo_state', demo ? 'The demo company is here already.' : 'There is no demo company to remove.')
  if (!(await beginWork(tx, doing, actor.id!))) throw conflict('demo_busy', 'This is being done already.')
  await enqueue(tx, `${doing}_demo`, { id: actor.id }, `${doing}_demo`)
  await track(tx, actor, doing === 'load' ? 'demo.loading' : 'demo.removing', workspace_id)
}

/** Idempotent: a demo that is here is not loaded again, and one that is gone has no rows left. */
export async function workOnDemo(
  db: Database,
  doing: DemoWork['doing'],
  user_id: string,
  now_ms: number,
): Promise<void> {
  const onProgress = async (percent: number) => void (await setPercent(db, percent))
  try {
    if (doing === 'load') await loadDemo(db, { password: null, now_ms, onProgress })
    else await removeFor(db, user_id, onProgress)
    await endWork(db)
  } catch (error) {
    await setFailed(db)
    throw error
  }
}

async function removeFor(db: Database, user_id: string, onProgress: (percent: number) => Promise<void>): Promise<void> {
  const actor = await actorOfUser(db, user_id, 'job')
  if (!actor) return
  await db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = '60s'`.execute(tx)
    if ((await findWorkspace(tx)).demo) await removeDemo(tx, actor, onProgress)
  })
}
