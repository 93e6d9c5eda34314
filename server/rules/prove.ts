import { fieldsIn } from '#domain/rule-conditions.ts'
import { type RuleTarget } from '#domain/rule-targets.ts'
import { judgeProof, precisionOf, type Precision, type RuleSample } from '#domain/rule-proof.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { measure, usualDays } from './back-test.ts'
import { conditionOf } from './live-rules.ts'
import { findSamples } from './reviewed-queries.ts'

/**
 * How right the rule would have been on what people placed in the last 90 days. 409 below the floor, naming entries it would have
 * put elsewhere; 409 where there are too few to tell, unless it is said that it goes live unproven.
 */
export async function proveOrRefuse(
  tx: Database,
  actor: Actor,
  text: string,
  target: RuleTarget,
  unproven: boolean,
): Promise<Precision> {
  const condition = conditionOf(text)
  const fields = fieldsIn(condition)
  const { matched, right, wrong } = await measure(tx, actor, {
    condition,
    target,
    before: null,
    fields,
    days: usualDays,
  })
  const precision = precisionOf(right.length, matched.length)
  const { may, proven, says } = judgeProof(precision)
  if (may && (proven || unproven)) return precision
  if (may) throw new Problem(409, 'too_few_reviewed', says)
  const ids = wrong.slice(0, 10).map(({ id }) => id)
  const samples = await findSamples(tx, actor, ids, fields)
  throw new Problem(409, 'below_precision_floor', says, {
    errors: [...samples.values()].map(({ sample }) => ({
      pointer: '/state',
      code: 'wrong_placement',
      message: tell(sample),
    })),
  })
}

const tell = ({ user_name, start_time, duration_seconds, placed_on }: RuleSample) =>
  `${Math.round(duration_seconds / 60)} min${user_name === null ? '' : ` of ${user_name}`}${start_time === null ? '' : `, ${start_time.slice(0, 10)}`}: a person put it on “${placed_on}”.`
