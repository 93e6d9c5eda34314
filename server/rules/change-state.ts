import type { MappingRule, RuleStateChange } from '#domain/rules.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { proveOrRefuse } from './prove.ts'
import { getRule, keepVersion, lockRule, targetOf, updateRule } from './queries.ts'
import { acts, mustRule } from './write-rule.ts'

/** From one state to any other; into force only with its proof (docs/decisions/0015). 404, 409 and 412. */
export async function changeState(
  tx: Database,
  actor: Actor,
  id: string,
  { state, reason = null, unproven = false }: Omit<RuleStateChange, 'reason'> & { reason?: string | null },
  if_match: number | null,
): Promise<MappingRule> {
  const before = await lockRule(tx, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  if (before.state === state) throw conflict('same_state', `The rule is in the state “${state}” already.`)
  if (acts(state) || acts(before.state)) mustRule(actor)
  const proof =
    state === 'active' ? await proveOrRefuse(tx, actor, before.condition, targetOf(before), unproven) : undefined
  await updateRule(tx, id, { state, state_reason: reason, ...(proof && { proof }) })
  if (proof) await keepVersion(tx, { ...before, proof }, personOf(actor))
  await track(tx, actor, 'mapping_rule.state_changed', id, {
    before: { state: before.state },
    after: { state, reason, number: before.number, ...(proof && { right: proof.right, reviewed: proof.reviewed }) },
  })
  return (await getRule(tx, id))!
}
