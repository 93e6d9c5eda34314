/** The rules that place time, kept in memory and renewed when a rule, a team or a task that one points to changes. */
import { noRules, type Rules } from '#domain/mapping.ts'
import { testsIn, type Condition } from '#domain/rule-conditions.ts'
import { buildRuleSet, type People } from '#domain/rule-set.ts'
import { readCondition } from '#domain/rule-text.ts'
import { type LiveRule, type RuleState } from '#domain/rules.ts'
import { confidenceAfter } from '#domain/rule-proof.ts'
import type { Database } from '#server/platform/database.ts'
import { findLive, findMembers, findPeople, findRevision, findTeams, targetOf, type RuleRow } from './queries.ts'

/** Gives the rules as of this transaction. */
export type LiveRules = (db: Database) => Promise<Rules>

export function createLiveRules(): LiveRules {
  let revision = -1
  let rules = noRules
  return async (db) => {
    const now = await findRevision(db)
    if (now === revision) return rules
    rules = await loadRules(db, ['active', 'suggest'])
    revision = now
    return rules
  }
}

export async function loadRules(db: Database, states: RuleState[]): Promise<Rules> {
  const rules = (await findLive(db, states)).map(liveRule)
  return buildRuleSet(
    rules,
    await peopleIn(
      db,
      rules.map(({ condition }) => condition),
    ),
  )
}

/** What is stored was read when it was written. @throws where somebody wrote past the door */
export function conditionOf(text: string): Condition {
  const read = readCondition(text)
  if ('fault' in read) throw new Error(`a stored condition cannot be read at ${read.fault.at}`)
  return read.condition
}

/** Unproven ones claim what they can: half. */
const liveRule = ({ id, name, number, priority, state, condition, proof, ...row }: RuleRow): LiveRule => ({
  id,
  name,
  number,
  priority,
  suggests: state === 'suggest',
  condition: conditionOf(condition),
  target: targetOf(row),
  confidence: confidenceAfter(proof ?? { right: 0, reviewed: 0 }),
})

/** Who is in the teams, and what the people and teams are called, of which these conditions speak. */
export async function peopleIn(db: Database, conditions: readonly Condition[]): Promise<People> {
  const tests = conditions.flatMap(testsIn)
  const idsOf = (field: 'person' | 'team') => [
    ...new Set(tests.filter((test) => test.field === field).flatMap(({ values }) => values)),
  ]
  const teamIds = idsOf('team')
  const people = await findPeople(db, idsOf('person'))
  const teams = await findTeams(db, teamIds)
  const teamOf = new Map((await findMembers(db, teamIds)).map(({ id, team_id }) => [id, team_id]))
  const names = new Map([...people, ...teams].map(({ id, name }) => [id, name]))
  return {
    teamOf: (user_id) => teamOf.get(user_id),
    nameOf: (field, value) => (field === 'person' || field === 'team' ? (names.get(value) ?? value) : value),
  }
}
