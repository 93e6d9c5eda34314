/** A rule that people keep correcting places no more: it suggests, and says why. */
import { precisionFloor, precisionOf } from '#domain/rule-proof.ts'
import { fieldsIn } from '#domain/rule-conditions.ts'
import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { measure } from './back-test.ts'
import { changeState } from './change-state.ts'
import { conditionOf } from './live-rules.ts'
import { countPlaced, findLive, findStateSince, targetOf, type RuleRow } from './queries.ts'

const watched_days = 30
/** One correction is a mistake of somebody’s, maybe. */
const fewestWrong = 3
const actor = systemActor('job', grants.admin)

/** Idempotent: what was demoted is not active any more. Gives the ids of those it demoted. */
export async function watchDrift(db: Database): Promise<string[]> {
  const demoted: string[] = []
  for (const rule of await findLive(db, ['active'])) {
    const reason = await reasonToDemote(db, rule)
    if (reason === null) continue
    await transact(db, (tx) => changeState(tx, actor, rule.id, { state: 'suggest', reason }, null))
    demoted.push(rule.id)
  }
  return demoted
}

/** What stands where the rule put it counts as right; what a person put elsewhere since it is active, as wrong. */
async function reasonToDemote(db: Database, rule: RuleRow): Promise<string | null> {
  const condition = conditionOf(rule.condition)
  const { right, wrong } = await measure(db, actor, {
    condition,
    target: targetOf(rule),
    before: null,
    fields: fieldsIn(condition),
    days: watched_days,
    since: await findStateSince(db, rule.id),
  })
  const standing = await countPlaced(db, rule.id, watched_days)
  const { reviewed, share } = precisionOf(right.length + standing, right.length + standing + wrong.length)
  if (wrong.length < fewestWrong || share === null || share >= precisionFloor) return null
  return `People put ${wrong.length} of ${reviewed} entries elsewhere within ${watched_days} days: it only suggests until somebody looks at it.`
}
