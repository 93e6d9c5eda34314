import { type MappingRule, type MappingRuleInput, type MappingRulePatch, type RuleState } from '#domain/rules.ts'
import { judgeProof, type Precision } from '#domain/rule-proof.ts'
import { personOf, scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { forbidden, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { proveOrRefuse } from './prove.ts'
import {
  getRule,
  insertRule,
  keepVersion,
  lockRule,
  targetOf,
  updateRule,
  type RuleChange,
  type RuleRow,
} from './queries.ts'
import { readRule, readTarget } from './read-rule.ts'

/** Rules that act on people's time, and those that only watch. */
export const acts = (state: RuleState) => state === 'active' || state === 'suggest'

/** A rule acts on everybody's time and is measured on it: who makes it act sees all of it. */
export const mayRule = (actor: Actor): boolean =>
  scopeOf(actor, 'rules:write') === 'all' && scopeOf(actor, 'time:read') === 'all'
export function mustRule(actor: Actor): void {
  if (!mayRule(actor))
    throw forbidden('Rules that place time are put in force and changed by those who may do so for everybody.')
}

/** A draft: it does nothing before somebody says so. */
export async function createRule(tx: Database, actor: Actor, input: MappingRuleInput): Promise<MappingRule> {
  const { text } = await readRule(tx, input.condition)
  const target = await readTarget(tx, input.target)
  const fields = { name: input.name, condition: text, priority: input.priority ?? 100, ...target }
  const id = await insertRule(tx, { ...fields, created_by: personOf(actor) })
  const row = (await lockRule(tx, id))!
  await keepVersion(tx, row, personOf(actor))
  await track(tx, actor, 'mapping_rule.created', id, { after: fields })
  return (await getRule(tx, id))!
}

/** Another condition or target is another number; of a rule that is active it must prove itself first. 404, 409 and 412. */
export async function editRule(
  tx: Database,
  actor: Actor,
  id: string,
  patch: MappingRulePatch,
  if_match: number | null,
): Promise<MappingRule> {
  const before = await lockRule(tx, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  if (acts(before.state)) mustRule(actor)
  const asked = await fieldsOf(tx, patch)
  const change = difference<object>(before, asked)
  if (Object.keys(change.after).length === 0) return (await getRule(tx, id))!
  const saysOther = Object.keys(change.after).some((field) => field !== 'name' && field !== 'priority')
  await updateRule(tx, id, saysOther ? await renumbered(tx, actor, before, asked) : asked)
  if (saysOther) await keepVersion(tx, (await lockRule(tx, id))!, personOf(actor))
  await track(tx, actor, 'mapping_rule.changed', id, change)
  return (await getRule(tx, id))!
}

async function fieldsOf(tx: Database, { name, condition, target, priority }: MappingRulePatch): Promise<RuleChange> {
  return {
    ...(name !== undefined && { name }),
    ...(priority !== undefined && { priority }),
    ...(condition !== undefined && { condition: (await readRule(tx, condition)).text }),
    ...(target !== undefined && (await readTarget(tx, target))),
  }
}

/** What went live unproven may stay so. */
const isProven = ({ proof }: RuleRow) => proof !== null && judgeProof(proof).proven

async function renumbered(tx: Database, actor: Actor, before: RuleRow, asked: RuleChange): Promise<RuleChange> {
  const after = { ...before, ...asked }
  const proof: Precision | null =
    before.state === 'active'
      ? await proveOrRefuse(tx, actor, after.condition, targetOf(after), !isProven(before))
      : null
  // it is watched for corrections from here on
  return { ...asked, number: before.number + 1, proof, state: before.state }
}
