/** An admin's first steps. They are kept until each is done or skipped, and then never in the way again. */
import { welcomeSteps, type Welcome, type WelcomeStep } from '#domain/welcome.ts'
import { workspace_id } from '#server/people/change-workspace.ts'
import { lockWorkspace, setWelcome } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { findSteps, firstEntryAt, type Steps } from './queries.ts'

export async function readWelcome(db: Database): Promise<Welcome> {
  const steps = await findSteps(db)
  const state = (name: keyof Steps) => steps?.[name] ?? (steps ? 'open' : 'done')
  return {
    underway: steps !== null,
    steps: {
      workspace: state('workspace'),
      people: state('people'),
      connect: state('connect'),
      data: state('data'),
    },
    first_entry_at: await firstEntryAt(db),
  }
}

/** Where the steps are over already this changes nothing. */
export async function settleStep(tx: Database, actor: Actor, { step, state }: WelcomeStep): Promise<Welcome> {
  await lockWorkspace(tx)
  const before = await findSteps(tx)
  if (before === null) return readWelcome(tx)
  const wanted = step === 'all' ? welcomeSteps.filter((name) => !before[name]) : [step]
  const after: Steps = { ...before, ...Object.fromEntries(wanted.map((name) => [name, state])) }
  await setWelcome(tx, welcomeSteps.every((name) => after[name]) ? null : after)
  await track(tx, actor, 'workspace.welcomed', workspace_id, { before, after })
  return readWelcome(tx)
}
